# Cross-compiles for Windows x64 on Debian. clang compiles because the mingw g++ 12 destroys temporaries of
# coroutine statements twice; the headers, start-up objects and C++ library are those of the mingw g++ package.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-w64-mingw32)

set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET ${triple})
set(CMAKE_CXX_COMPILER_TARGET ${triple})
set(CMAKE_RC_COMPILER ${triple}-windres)
set(CMAKE_AR /usr/bin/llvm-ar-19)
set(CMAKE_RANLIB /usr/bin/llvm-ranlib-19)

# libstdc++'s thread-local variables are emulated ones in mingw; ours must be found the same way.
set(CMAKE_CXX_FLAGS_INIT "-femulated-tls -D_WIN32_WINNT=0x0A00")
set(CMAKE_C_FLAGS_INIT "-femulated-tls -D_WIN32_WINNT=0x0A00")
# Programs carry everything but the system's own libraries.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld -static -pthread")
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

set(prefix $ENV{HOME}/.cache/firstlight/windows)
set(CMAKE_FIND_ROOT_PATH ${prefix})
set(CMAKE_PREFIX_PATH ${prefix})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} ${prefix}/lib/pkgconfig)
set(PKG_CONFIG_ARGN --static CACHE STRING "static libraries need the libraries they use")

set(CMAKE_CROSSCOMPILING_EMULATOR /usr/bin/wine)
