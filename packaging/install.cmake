# What `cmake --install` and the Debian package hold. The completions are what
# the program itself prints, so they cannot lag behind its verbs.
include(GNUInstallDirs)
install(TARGETS maillon RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(CODE [[
  function(write_completion shell file)
    execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/maillon" completion ${shell}
      OUTPUT_FILE "${CMAKE_CURRENT_LIST_DIR}/completion.${shell}" RESULT_VARIABLE failed)
    if(failed)
      message(FATAL_ERROR "maillon completion ${shell}: exit ${failed}")
    endif()
    get_filename_component(folder ${file} DIRECTORY)
    get_filename_component(name ${file} NAME)
    file(INSTALL DESTINATION "${CMAKE_INSTALL_PREFIX}/${folder}" TYPE FILE RENAME ${name}
      FILES "${CMAKE_CURRENT_LIST_DIR}/completion.${shell}")
  endfunction()
  write_completion(bash share/bash-completion/completions/maillon)
  write_completion(zsh share/zsh/vendor-completions/_maillon)
]])
set(gzipped_man ${CMAKE_BINARY_DIR}/maillon.1.gz)
install(CODE "execute_process(COMMAND gzip -9 -n -c \"${CMAKE_SOURCE_DIR}/packaging/maillon.1\" OUTPUT_FILE \"${gzipped_man}\" COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${gzipped_man} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME maillon)
set(CPACK_PACKAGE_VENDOR Maillon)
set(CPACK_PACKAGE_CONTACT "The Maillon developers <maillon@maillon.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "links posts into the networks behind them")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Reads heaps of job offers, adverts and messages, finds what ties them together
(phone numbers, accounts, wording), groups them into the networks behind them
and shows the evidence for every link, so that trained people who work against
human trafficking can decide what to do. It needs no network connection.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
