# The tests of storage/import and storage/export.
steplight_test(storage_import_reader_test SOURCES import_reader_test.cpp LIBS steplight_import)
steplight_test(storage_import_text_test SOURCES import_text_test.cpp LIBS steplight_import)
steplight_test(storage_import_test
    SOURCES import_driver_test.cpp import_formats_test.cpp import_more_formats_test.cpp
        import_real_test.cpp
    LIBS steplight_import steplight_export)
steplight_test(storage_export_test SOURCES export_test.cpp fusion_test.cpp
    LIBS steplight_import steplight_export nlohmann_json::nlohmann_json)
steplight_test(storage_peers_test SOURCES peers_import_test.cpp peers_test.cpp rewrite_export_test.cpp
    LIBS steplight_import steplight_export nlohmann_json::nlohmann_json SQLiteCpp)
steplight_test(storage_import_every_file_test SOURCES import_every_file_test.cpp
    LIBS steplight_import steplight_export)
