// SPDX-License-Identifier: GPL-3.0-or-later
// steplight: the window, and the command line on the same use cases.
#include "app/command_line.h"
#include "app/start.h"

#include <iostream>

int main(int argc, char** argv)
{
    try {
        steplight::WindowRequest window;
        if (const auto code = steplight::runCommandLine(argc, argv, window))
            return *code;
        return steplight::openWindow(window.folder);
    } catch (const std::exception& error) {
        std::cerr << "steplight: " << error.what() << '\n';
        return 1;
    }
}
