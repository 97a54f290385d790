"""The first visit to a new site, over HTTPS through its proxy: python visit.py ADDRESS CERTIFICATE EMAIL PASSWORD

Takes e-mails on port 2525, signs in, sets up a second step, sends a test e-mail and reads what is left to set up.
"""

import base64
import hmac
import html
import re
import socketserver
import struct
import sys
import threading
import time

import requests

MAILS = []


class TakeMail(socketserver.StreamRequestHandler):
    """Enough of SMTP to take what the site sends."""

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline().upper():
            if line.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                MAILS.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.wfile.write(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 fine\r\n")


def get_code(secret):
    """What a telephone with this secret shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def has_arrived(subject):
    for _ in range(60):
        if any(re.search(rf"^Subject: .*{subject}", mail, re.M) for mail in MAILS):
            return True
        time.sleep(1)
    return False


class Visitor:
    def __init__(self, address, certificate):
        self.address, self.session = address, requests.Session()
        self.session.verify = certificate

    def open(self, path):
        answer = self.session.get(self.address + path, timeout=60)
        answer.raise_for_status()
        return answer

    def send(self, path, page, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        answer = self.session.post(
            self.address + path,
            data={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": self.address + path},
            timeout=60,
        )
        answer.raise_for_status()
        return answer


def read_text(page):
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return " ".join(html.unescape(text).split())


def list_steps(page):
    """State, title and sentence of every step on the set-up page."""
    for item in page.split('<li class="govuk-task-list__item"')[1:]:
        title = re.search(r"<h3[^>]*>(.*?)</h3>", item, re.S)[1]
        sentence = re.search(r"<p[^>]*>(.*?)</p>", item, re.S)[1]
        state = re.search(r'govuk-task-list__status">(.*?)</div>', item, re.S)[1]
        yield f"  {read_text(state):12} {read_text(title)}: {read_text(sentence)}"


def main(address, certificate, email, password):
    threading.Thread(target=socketserver.TCPServer(("127.0.0.1", 2525), TakeMail).serve_forever, daemon=True).start()
    visitor = Visitor(address, certificate)
    print("ready:", visitor.open("/health/ready").json())
    style = re.search(r'href="(/static/[^"]+\.css)"', visitor.open("/").text)[1]
    print("style sheet with a fingerprint:", style, visitor.open(style).status_code)
    print("library:", re.search(r"<h1[^>]*>(.*?)</h1>", visitor.open("/models/").text, re.S)[1].strip())
    desk = visitor.send("/log-in/", visitor.open("/log-in/").text, login=email, password=password)
    print("signed in, sent to:", desk.url.removeprefix(address))
    path = "/account/2fa/totp/activate/"
    page = visitor.open(path)
    if "reauthenticate" in page.url:
        page = visitor.send(page.url.removeprefix(address), page.text, password=password)
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.text)[0]
    visitor.send(path, page.text, code=get_code(secret))
    page = visitor.open("/set-up/").text
    visitor.send("/set-up/test-mail/", page)
    print("test e-mail:", "arrived" if has_arrived("Test e-mail") else "did not arrive")
    time.sleep(2)  # the site writes down that it was sent
    page = visitor.open("/set-up/").text
    print(re.search(r'govuk-body-l">(.*?)</p>', page)[1])
    print("\n".join(list_steps(page)))


if __name__ == "__main__":
    main(*sys.argv[1:])
