# steplight_test(NAME SOURCES a.cpp … LIBS x y …): one GoogleTest program, discovered by CTest.
# steplight_qt_test(NAME …): one Qt Test program; runs off screen.
function(steplight_test_program name)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "" "" "SOURCES;LIBS")
    add_executable(${name} ${TEST_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${TEST_LIBS} steplight_warnings)
    target_compile_definitions(${name} PRIVATE
        STEPLIGHT_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data"
        STEPLIGHT_SOURCE="${PROJECT_SOURCE_DIR}"
        STEPLIGHT_BIN="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

function(steplight_test name)
    find_package(GTest REQUIRED)
    steplight_test_program(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE GTest::gtest GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${name})
endfunction()

function(steplight_qt_test name)
    find_package(Qt6 REQUIRED COMPONENTS Test)
    steplight_test_program(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE Qt6::Test)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
