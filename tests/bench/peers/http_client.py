# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser's requests to a server on this machine, with its cookies."""
import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request


class Client:
    def __init__(self, port):
        self.port = port
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies))

    def _answer(self, path, data=None, headers=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers or {})
        with self._opener.open(request, timeout=600) as answer:
            return answer.read().decode("utf-8")

    def get(self, path, headers=None):
        return self._answer(path, None, headers)

    def post(self, path, form=None, body=None, headers=None):
        if form is not None:
            return self._answer(path, urllib.parse.urlencode(form).encode(), headers)
        return self._answer(path, json.dumps(body).encode(),
                            {"Content-Type": "application/json"} | (headers or {}))

    def answers(self, path):
        """A function that says whether PATH is served by now."""
        def done():
            try:
                self.get(path)
                return True
            except (urllib.error.URLError, OSError):
                return False
        return done
