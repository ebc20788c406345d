// SPDX-License-Identifier: GPL-3.0-or-later
// A real steplight-engine process with pipes, for tests. One thread.
#pragma once

#include <chrono>
#include <csignal>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace steplight::test {

class Child
{
public:
    explicit Child(std::vector<std::string> arguments)
    {
        int in[2], out[2];
        if (::pipe(in) != 0 || ::pipe(out) != 0)
            return;
        arguments.insert(arguments.begin(), STEPLIGHT_BIN "/steplight-engine");
        m_id = ::fork();
        if (m_id == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            for (const int file : {in[0], in[1], out[0], out[1]})
                ::close(file);
            std::vector<char*> pointers;
            for (std::string& argument : arguments)
                pointers.push_back(argument.data());
            pointers.push_back(nullptr);
            ::execv(pointers[0], pointers.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_in = in[1];
        m_out = out[0];
    }
    ~Child()
    {
        closeInput();
        closeOutput();
        if (m_id > 0) {
            ::kill(m_id, SIGKILL);
            ::waitpid(m_id, nullptr, 0);
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void write(const std::string& text)
    {
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t written = ::write(m_in, text.data() + at, text.size() - at);
            if (written <= 0)
                return;
            at += static_cast<std::size_t>(written);
        }
    }
    void closeInput()
    {
        if (m_in >= 0)
            ::close(m_in);
        m_in = -1;
    }
    /// As if nobody listened any more.
    void closeOutput()
    {
        if (m_out >= 0)
            ::close(m_out);
        m_out = -1;
    }
    pid_t id() const { return m_id; }
    void signal(int number) { ::kill(m_id, number); }

    /// The next line of its stdout; none when it has ended or nothing came in a minute.
    std::optional<std::string> line()
    {
        while (m_text.find('\n') == std::string::npos) {
            pollfd ready{m_out, POLLIN, 0};
            char bytes[4096];
            const ssize_t got =
                ::poll(&ready, 1, 60'000) > 0 ? ::read(m_out, bytes, sizeof bytes) : 0;
            if (got <= 0)
                return std::nullopt;
            m_text.append(bytes, static_cast<std::size_t>(got));
        }
        const std::size_t end = m_text.find('\n');
        std::string line = m_text.substr(0, end);
        m_text.erase(0, end + 1);
        return line;
    }

    /// Waits for its end; the exit code, or minus the signal that ended it.
    int wait()
    {
        int status = 0;
        ::waitpid(m_id, &status, 0);
        m_id = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    pid_t m_id = -1;
    int m_in = -1, m_out = -1;
    std::string m_text;
};

} // namespace steplight::test
