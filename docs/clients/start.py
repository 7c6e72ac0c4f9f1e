#!/usr/bin/env python3
"""Starts a contract (通过文件发起合同, POST /api/open/contract/start) with Python's standard library.

    QIANDUN_BASE=http://127.0.0.1:8787 QIANDUN_KEY=... QIANDUN_SECRET=... python3 start.py body.json

Prints the answer; ends with 0 only when the contract was started.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

PATH = "/api/open/contract/start"


def signature(secret, method, headers, signed, path, query=None):
    """The value of X-Ca-Signature. `signed` are the names in X-Ca-Signature-Headers; `query` is not encoded."""
    lines = [method] + [headers.get(name, "") for name in ("Accept", "Content-MD5", "Content-Type", "Date")]
    lines += [f"{name}:{headers[name]}" for name in sorted(signed)]
    parameters = [name if value == "" else f"{name}={value}" for name, value in sorted((query or {}).items())]
    lines.append(path + ("?" + "&".join(parameters) if parameters else ""))
    digest = hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def start(base, key, secret, body):
    """Sends a body, which are bytes; the answer as bytes, whatever its status."""
    signed = ["X-Ca-Key", "X-Ca-Nonce", "X-Ca-Timestamp"]
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode(),
        "X-Ca-Key": key,
        "X-Ca-Nonce": str(uuid.uuid4()),
        "X-Ca-Timestamp": str(int(time.time() * 1000)),
        "X-Ca-Signature-Headers": ",".join(signed),
    }
    headers["X-Ca-Signature"] = signature(secret, "POST", headers, signed, PATH)
    request = urllib.request.Request(base + PATH, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        # What the gateway would have signed: compare it line by line.
        print(error.headers.get("X-Ca-Error-Message", ""), file=sys.stderr)
        return error.read()


def main():
    with open(sys.argv[1], "rb") as file:
        body = file.read()
    answer = start(os.environ["QIANDUN_BASE"], os.environ["QIANDUN_KEY"], os.environ["QIANDUN_SECRET"], body)
    print(answer.decode())
    # Business errors come with HTTP status 200: the code inside decides. Python reads contractId exactly.
    return 0 if json.loads(answer).get("code") == "200" else 1


if __name__ == "__main__":
    sys.exit(main())
