# Recipes of script/build-libraries: how each library of sources.txt is built for Windows x64, statically.

triple=x86_64-w64-mingw32
export PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig
jobs=$(nproc)

# Boost is used as headers alone and they are the same everywhere: those of the native package serve.
mkdir -p "$prefix/include"
ln -sfn /usr/include/boost "$prefix/include/boost"

cross_cmake() {
    with_cmake -DCMAKE_TOOLCHAIN_FILE="$here/../cmake/mingw64.cmake" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_CXX_STANDARD=20 -DBUILD_SHARED_LIBS=OFF "$@"
}

# --build is named because configure would otherwise take a .exe that Wine can start for a native build.
cross_configure() {
    (cd source && ./configure --build=x86_64-linux-gnu --host="$triple" --prefix="$prefix" CC="$triple-gcc-posix" \
        CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib" --enable-static --disable-shared "$@")
}

build_catch2() { cross_cmake -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DBUILD_TESTING=OFF -DCATCH_DEVELOPMENT_BUILD=OFF; }

# Debian's tarball of zlib has no makefile for Windows; the library is these files and nothing else.
build_zlib() {
    cd source
    "$triple-gcc-posix" -O2 -c adler32.c compress.c crc32.c deflate.c gzclose.c gzlib.c gzread.c gzwrite.c infback.c \
        inffast.c inflate.c inftrees.c trees.c uncompr.c zutil.c
    mkdir -p "$prefix/lib/pkgconfig"
    rm -f "$prefix/lib/libz.a"
    "$triple-ar" rcs "$prefix/lib/libz.a" ./*.o
    cp zlib.h zconf.h "$prefix/include/"
    printf '%s\n' "Name: zlib" "Description: compression" "Version: $version" "Libs: -L$prefix/lib -lz" \
        "Cflags: -I$prefix/include" > "$prefix/lib/pkgconfig/zlib.pc"
}

build_fmt() { cross_cmake -DFMT_TEST=OFF -DFMT_DOC=OFF; }
build_spdlog() { cross_cmake -DSPDLOG_FMT_EXTERNAL=ON -DSPDLOG_BUILD_EXAMPLE=OFF -DSPDLOG_BUILD_TESTS=OFF; }
build_nlohmann_json() { cross_cmake -DJSON_BuildTests=OFF; }
build_cli11() { cross_cmake -DCLI11_BUILD_TESTS=OFF -DCLI11_BUILD_EXAMPLES=OFF -DCLI11_BUILD_DOCS=OFF -DCLI11_SINGLE_FILE=OFF; }

build_sqlitecpp() {
    cross_cmake -DSQLITECPP_RUN_CPPLINT=OFF -DSQLITECPP_RUN_CPPCHECK=OFF -DSQLITECPP_USE_STACK_PROTECTION=OFF \
        -DSQLITECPP_INTERNAL_SQLITE=ON
}

build_libserialport() {
    cross_configure
    make -C source -j"$jobs" install
}

# Only libcrypto: what the engine needs is hashing and, later, signatures.
build_openssl() {
    cd source
    ./Configure mingw64 --cross-compile-prefix="$triple-" --prefix="$prefix" --libdir=lib CC=gcc-posix \
        no-shared no-tests no-engine no-dso no-legacy no-module no-capieng
    make build_generated
    make -j"$jobs" libcrypto.a
    cp libcrypto.a "$prefix/lib/"
    mkdir -p "$prefix/include/openssl"
    cp include/openssl/*.h "$prefix/include/openssl/"
}

build_libpng() {
    cross_configure
    make -C source -j"$jobs" install
}

build_pixman() {
    cross_configure --disable-gtk --disable-libpng --disable-openmp
    make -C source/pixman -j"$jobs" install
    make -C source install-pkgconfigDATA
}

build_freetype() {
    cross_cmake -DFT_REQUIRE_ZLIB=ON -DFT_DISABLE_BZIP2=ON -DFT_DISABLE_PNG=ON -DFT_DISABLE_HARFBUZZ=ON -DFT_DISABLE_BROTLI=ON
}

# PDF and pictures with FreeType's fonts; nothing of Windows' own drawing.
build_cairo() {
    cross_configure --enable-pdf --enable-ft --enable-png --disable-fc --disable-win32 --disable-win32-font --disable-ps \
        --disable-svg --disable-script --disable-xlib --disable-xcb --disable-gobject --disable-interpreter \
        --disable-trace --disable-valgrind --disable-gtk-doc
    # Its checked string functions lie in a library that nothing else here needs.
    sed -i 's/-Wp,-D_FORTIFY_SOURCE=2//g' source/Makefile source/src/Makefile
    make -C source/src -j"$jobs" install
    # Without this its header declares every function as one of a DLL.
    sed -i 's/^Cflags:/& -DCAIRO_WIN32_STATIC_BUILD/' "$prefix/lib/pkgconfig/cairo.pc"
}

# Reads photographs; without NASM it does without its assembler.
build_libjpeg_turbo() { cross_cmake -DENABLE_SHARED=OFF -DWITH_SIMD=OFF -DWITH_TURBOJPEG=OFF -DWITH_ARITH_ENC=OFF; }

# Of zbar the part that reads QR codes, Code 39 and Code 128 in pictures; cameras, windows and the other codes are left
# out. Windows has no iconv: codes in UTF-8 and ASCII are read, others not.
build_zbar() {
    cd source
    mkdir -p windows
    cat > windows/iconv.h <<'END'
#include <errno.h>
#include <string.h>
typedef void *iconv_t;
static inline iconv_t iconv_open(const char *to, const char *from) { return strcmp(to, from) ? (iconv_t)-1 : 0; }
static inline int iconv_close(iconv_t cd) { return 0; }
static inline size_t iconv(iconv_t cd, char **in, size_t *in_left, char **out, size_t *out_left) {
    if (!in || !*in) return 0;
    size_t count = *in_left < *out_left ? *in_left : *out_left;
    memcpy(*out, *in, count);
    *in += count; *out += count; *in_left -= count; *out_left -= count;
    return *in_left ? (errno = E2BIG, (size_t)-1) : 0;
}
END
    echo "#define ZBAR_VERSION_MAJOR 0" > windows/config.h
    printf '#define %s\n' "ZBAR_VERSION_MINOR 23" "ZBAR_VERSION_PATCH 92" "ENABLE_QRCODE 1" "ENABLE_CODE39 1" \
        "ENABLE_CODE128 1" "HAVE_SYS_TYPES_H 1" "HAVE_STDINT_H 1" "HAVE_INTTYPES_H 1" >> windows/config.h
    # Debian's correction of CVE-2023-40889: centers are looked up within their number.
    sed -i -e 's/for(j=i+1;!mark\[i\]/for(j=i+1;i<_ncenters\&\&!mark[i]/' \
        -e 's/for(k=j+1;!mark\[j\]/for(k=j+1;j<_ncenters\&\&!mark[j]/' zbar/qrcode/qrdec.c
    grep -c '_ncenters&&!mark' zbar/qrcode/qrdec.c | grep -qx 2
    (cd zbar && "$triple-gcc-posix" -O2 -w -I../windows -I. -I../include -c config.c decoder.c error.c image.c \
        img_scanner.c refcnt.c scanner.c symbol.c decoder/code39.c decoder/code128.c decoder/qr_finder.c qrcode/*.c)
    mkdir -p "$prefix/include/zbar" "$prefix/lib/pkgconfig"
    rm -f "$prefix/lib/libzbar.a"
    "$triple-ar" rcs "$prefix/lib/libzbar.a" zbar/*.o
    cp include/zbar.h "$prefix/include/"
    cp include/zbar/*.h "$prefix/include/zbar/"
    printf '%s\n' "Name: zbar" "Description: barcodes in pictures" "Version: $version" "Libs: -L$prefix/lib -lzbar" \
        "Cflags: -I$prefix/include" > "$prefix/lib/pkgconfig/zbar.pc"
}

# The window needs core and base; what it does not show (web views, documents, media) is left out.
build_wxwidgets() {
    local leave_out= part
    for part in LIBTIFF EXPAT XRC HTML WXHTML_HELP AUI PROPGRID RIBBON STC RICHTEXT WEBVIEW MEDIACTRL OPENGL \
        WEBREQUEST; do
        leave_out="$leave_out -DwxUSE_$part=OFF"
    done
    cross_cmake -DwxBUILD_SHARED=OFF -DwxUSE_ZLIB=sys -DwxUSE_LIBPNG=sys -DwxUSE_LIBJPEG=sys $leave_out
}
