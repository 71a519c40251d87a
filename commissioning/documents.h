#pragma once

#include "commissioning/preparation.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Documents of a visit (approval, plans, data sheets) lie in a folder of its own beside its draft: at hand when the
/// place they came from is not, carried along when the visit travels, gone when the customer's data go.
namespace firstlight::commissioning {

std::filesystem::path documents_folder(const std::filesystem::path& drafts, const std::string& visit);
/// By name; empty when there are none.
std::vector<std::filesystem::path> documents_of_visit(const std::filesystem::path& drafts, const std::string& visit);

/// Whether every system can have a file of this name (UTF-8), and it leads into no other folder.
bool is_plain_file_name(std::string_view name);

/// Whether the file can be read and begins as JPEG, PNG or PDF do.
bool is_photo_or_scan(const std::filesystem::path& file);

/// Copies what lies elsewhere into the visit's folder. Returns the documents with their new places; one that is not
/// there at all stays as it is. Throws formats::FileError for one of more than 200 MB, std::system_error; nothing was
/// copied when one is too large.
std::vector<Document> keep_documents(std::vector<Document> documents, const std::filesystem::path& drafts,
                                     const std::string& visit);

/// Removes from the visit's folder what is not listed any more: only once the list itself is kept. Throws
/// std::system_error.
void remove_unlisted(const std::vector<Document>& documents, const std::filesystem::path& drafts,
                     const std::string& visit);

}  // namespace firstlight::commissioning
