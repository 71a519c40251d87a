# One library per folder: firstlight_library(<folder> [WINDOWS] SOURCES ... LINKS ... [PRIVATE_LINKS ...]); WINDOWS for
# folders that know wxWidgets.
# Options and warnings live in the interface target firstlight_options so that every target gets the same.

add_library(firstlight_options INTERFACE)
target_compile_features(firstlight_options INTERFACE cxx_std_20)
target_include_directories(firstlight_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(firstlight_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(FIRSTLIGHT_WARNINGS_AS_ERRORS)
    target_compile_options(firstlight_options INTERFACE -Werror)
endif()
if(FIRSTLIGHT_SANITIZE)
    target_compile_options(firstlight_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                       -fno-omit-frame-pointer)
    target_link_options(firstlight_options INTERFACE -fsanitize=address,undefined)
endif()
if(FIRSTLIGHT_FUZZ)
    target_compile_options(firstlight_options INTERFACE -fsanitize=fuzzer-no-link)  # the fuzzer sees which code ran
endif()

# Three precompiled headers serve all targets: one for the code, one for its tests, one for windows. They hold what almost every file
# includes anyway; builds without them (release, windows) show that each file still includes what it uses.
function(firstlight_precompile target)
    file(WRITE ${CMAKE_BINARY_DIR}/${target}.cpp "")
    add_library(${target} OBJECT ${CMAKE_BINARY_DIR}/${target}.cpp)
    target_link_libraries(${target} PRIVATE firstlight_options firstlight_asio fmt::fmt)
    target_compile_options(${target} PUBLIC "SHELL:-Xclang -fno-pch-timestamp")  # else ccache never finds a file again
    target_precompile_headers(${target} PRIVATE <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional>
        <set> <string> <string_view> <utility> <variant> <vector> <boost/asio/any_io_executor.hpp>
        <boost/asio/awaitable.hpp> <fmt/format.h> ${ARGN})
endfunction()
if(FIRSTLIGHT_PRECOMPILED)
    firstlight_precompile(firstlight_precompiled)
endif()
if(FIRSTLIGHT_PRECOMPILED AND FIRSTLIGHT_TESTS)
    firstlight_precompile(firstlight_precompiled_tests <catch2/catch_test_macros.hpp>)
    target_link_libraries(firstlight_precompiled_tests PRIVATE Catch2::Catch2)
endif()

if(FIRSTLIGHT_PRECOMPILED AND FIRSTLIGHT_DESKTOP)
    firstlight_precompile(firstlight_precompiled_windows <wx/wx.h>)
    target_link_libraries(firstlight_precompiled_windows PRIVATE firstlight_wx)
endif()

function(firstlight_use_precompiled target precompiled)
    if(FIRSTLIGHT_PRECOMPILED)
        target_precompile_headers(${target} REUSE_FROM ${precompiled})
        target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
endfunction()

# What Windows reads from every program: text in UTF-8, paths of any length, sharp windows with the system's controls.
if(WIN32)
    enable_language(RC)
    add_library(firstlight_windows_manifest OBJECT ${PROJECT_SOURCE_DIR}/cmake/windows_manifest.rc)
else()
    add_library(firstlight_windows_manifest INTERFACE)
endif()

function(firstlight_library name)
    cmake_parse_arguments(ARG "WINDOWS" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(firstlight_${name} STATIC ${ARG_SOURCES})
    add_library(firstlight::${name} ALIAS firstlight_${name})
    target_link_libraries(firstlight_${name} PUBLIC firstlight_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    if(ARG_WINDOWS)
        firstlight_use_precompiled(firstlight_${name} firstlight_precompiled_windows)
    else()
        firstlight_use_precompiled(firstlight_${name} firstlight_precompiled)
    endif()
endfunction()

function(firstlight_program name)
    cmake_parse_arguments(ARG "WINDOWS" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE firstlight_options firstlight_windows_manifest ${ARG_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    if(ARG_WINDOWS)
        set_target_properties(${name} PROPERTIES WIN32_EXECUTABLE ON)
        firstlight_use_precompiled(${name} firstlight_precompiled_windows)
    else()
        firstlight_use_precompiled(${name} firstlight_precompiled)
    endif()
endfunction()

# firstlight_test(<name> [WINDOWS] SOURCES ... LINKS ... [RUNNER <command>]): one Catch2 program per mirrored folder, one
# CTest entry; RUNNER starts the program.
function(firstlight_test name)
    cmake_parse_arguments(ARG "WINDOWS" "" "SOURCES;LINKS;LABELS;RUNNER" ${ARGN})
    add_executable(test_${name} ${ARG_SOURCES})
    target_link_libraries(test_${name} PRIVATE firstlight_options firstlight_windows_manifest ${ARG_LINKS} Catch2::Catch2WithMain)
    if(ARG_WINDOWS)
        firstlight_use_precompiled(test_${name} firstlight_precompiled_windows)
    else()
        firstlight_use_precompiled(test_${name} firstlight_precompiled_tests)
    endif()
    set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    target_compile_definitions(test_${name} PRIVATE FIRSTLIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                    FIRSTLIGHT_BINARY_DIR="${CMAKE_BINARY_DIR}")
    # Beside what is printed, the names of the cases that ran are kept: tests/coverage looks them up.
    set(reports --reporter console --reporter junit::out=${CMAKE_BINARY_DIR}/test_results/${name}.xml)
    if(WIN32)
        set(reports)
    endif()
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/test_results)
    if(ARG_RUNNER)
        add_test(NAME ${name} COMMAND ${ARG_RUNNER} $<TARGET_FILE:test_${name}> ${reports})
    else()
        add_test(NAME ${name} COMMAND test_${name} ${reports})
    endif()
    set_property(GLOBAL APPEND PROPERTY firstlight_test_programs ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 1200)
endfunction()
