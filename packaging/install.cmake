# What an installed Steplight is made of. Libraries that no distribution has (LibTorch and what it needs) go to
# lib/steplight, where both programs look first; the folder can be moved as a whole.
include(GNUInstallDirs)

foreach(_program steplight steplight-engine)
    if(TARGET ${_program})
        set_target_properties(${_program} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/steplight")
        # DT_RPATH, not DT_RUNPATH: the libraries that those libraries need are looked for there too.
        target_link_options(${_program} PRIVATE "LINKER:--disable-new-dtags")
        install(TARGETS ${_program} RUNTIME DESTINATION bin)
    endif()
endforeach()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/demo ${PROJECT_SOURCE_DIR}/resources/keys ${PROJECT_SOURCE_DIR}/resources/policy DESTINATION share/steplight
    PATTERN make EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/steplight.desktop DESTINATION share/applications)
install(FILES ${PROJECT_SOURCE_DIR}/resources/steplight.svg DESTINATION share/icons/hicolor/scalable/apps)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/steplight)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/steplight RENAME copyright)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION share/doc/steplight
    FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "*.png" PATTERN "*.json")
# Of what is compiled in, no shared library says it.
foreach(_package libsqlitecpp-dev libcli11-dev nlohmann-json3-dev)
    install(FILES /usr/share/doc/${_package}/copyright DESTINATION share/doc/steplight/licences RENAME ${_package} OPTIONAL)
endforeach()

if(TARGET LibTorch::cpu)
    get_target_property(_torch LibTorch::cpu IMPORTED_LOCATION)
    get_filename_component(_torch_lib "${_torch}" DIRECTORY)
    file(GLOB _libraries "${_torch_lib}/libtorch_cpu.so" "${_torch_lib}/libc10.so" "${_torch_lib}/libgomp*.so*"
        "${_torch_lib}/../../nvidia/cu13/lib/*.so.*")
    install(FILES ${_libraries} DESTINATION lib/steplight)
    file(GLOB _licences "${_torch_lib}/../../*.dist-info")
    foreach(_licence ${_licences})
        install(DIRECTORY "${_licence}" DESTINATION share/doc/steplight/licences)
    endforeach()
endif()

# The GPU plug-in where it was built, without LibTorch's CUDA half (docs/decisions/0006-cuda-half-of-libtorch.md).
if(TARGET steplight_cuda)
    install(TARGETS steplight_cuda LIBRARY DESTINATION lib/steplight)
endif()

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME steplight)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Steplight maintainers <maintainers@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Correct and train process reward models for vision-language reasoning")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${_torch_lib};${_torch_lib}/../../nvidia/cu13/lib;${STEPLIGHT_CUDA_HALF}")
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libjs-katex, fonts-katex")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-image-formats-plugins, qt6-wayland, fonts-noto-cjk")
include(CPack)
