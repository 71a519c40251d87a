# Recipes of script/build-libraries: how each library of sources.txt is built for this machine.

build_catch2() {
    with_cmake -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DCMAKE_CXX_STANDARD=20 \
        -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DBUILD_TESTING=OFF -DCATCH_DEVELOPMENT_BUILD=OFF
}
