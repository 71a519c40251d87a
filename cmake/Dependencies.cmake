# Where each library comes from. Natively: Debian's packages, plus Catch2 3 from its pinned source.
# For Windows: the prefix that script/test-windows builds from the same pinned sources.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

add_library(firstlight_asio INTERFACE)
find_path(BOOST_INCLUDE boost/asio/awaitable.hpp REQUIRED)
target_include_directories(firstlight_asio SYSTEM INTERFACE ${BOOST_INCLUDE})
target_compile_definitions(firstlight_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY BOOST_ALL_NO_LIB)
target_link_libraries(firstlight_asio INTERFACE Threads::Threads)
if(WIN32)
    target_compile_definitions(firstlight_asio INTERFACE _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX)
    target_link_libraries(firstlight_asio INTERFACE ws2_32 mswsock)
endif()

find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
if(WIN32)
    set(OPENSSL_USE_STATIC_LIBS TRUE)  # brings the system libraries that libcrypto needs
endif()
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(SQLiteCpp REQUIRED)
pkg_check_modules(SERIALPORT REQUIRED IMPORTED_TARGET libserialport)
if(NOT WIN32)
    # By hand: its target's -pthread would not fit to the precompiled headers.
    pkg_check_modules(SECRET REQUIRED libsecret-1)
    add_library(firstlight_secret INTERFACE)
    target_include_directories(firstlight_secret SYSTEM INTERFACE ${SECRET_INCLUDE_DIRS})
    target_link_libraries(firstlight_secret INTERFACE ${SECRET_LINK_LIBRARIES})
endif()
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo-pdf cairo-ft cairo-png freetype2)

# wxWidgets as one target whose headers are the system's, so that our warnings stay ours.
if(FIRSTLIGHT_DESKTOP)
    if(WIN32)
        find_package(wxWidgets 3.2 CONFIG REQUIRED COMPONENTS core base)  # CMake's own search would ask a wx-config
    else()
        find_package(wxWidgets 3.2 REQUIRED COMPONENTS core base)
    endif()
    pkg_check_modules(ZBAR REQUIRED IMPORTED_TARGET zbar)
    add_library(firstlight_wx INTERFACE)
    target_include_directories(firstlight_wx SYSTEM INTERFACE ${wxWidgets_INCLUDE_DIRS})
    target_compile_definitions(firstlight_wx INTERFACE ${wxWidgets_DEFINITIONS})
    target_link_libraries(firstlight_wx INTERFACE ${wxWidgets_LIBRARIES})
    if(NOT WIN32)
        pkg_check_modules(GTK REQUIRED IMPORTED_TARGET gtk+-3.0)
        target_link_libraries(firstlight_wx INTERFACE PkgConfig::GTK)
    endif()
endif()

if(FIRSTLIGHT_TESTS)
    find_package(Catch2 3.7 REQUIRED)
endif()
