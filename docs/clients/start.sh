#!/usr/bin/env bash
# Starts a contract (通过文件发起合同, POST /api/open/contract/start) with bash, openssl and curl.
#
#   QIANDUN_BASE=http://127.0.0.1:8787 QIANDUN_KEY=… QIANDUN_SECRET=… ./start.sh body.json
#
# Prints the answer; ends with 0 only when the contract was started.
set -euo pipefail

base=${QIANDUN_BASE:?the address, such as http://127.0.0.1:8787}
key=${QIANDUN_KEY:?the AppKey}
secret=${QIANDUN_SECRET:?the AppSecret}
body=${1:?the file with the body}

path=/api/open/contract/start
accept=application/json
content_type=application/json
timestamp=$(($(date +%s) * 1000))
nonce=$(openssl rand -hex 16)

# Of the bytes that are sent: hence --data-binary below, since --data would drop line breaks.
content_md5=$(openssl dgst -md5 -binary "$body" | openssl base64 -A)

# The empty line is Date, which is not sent. The signed headers are in order of their names.
text="POST
$accept
$content_md5
$content_type

X-Ca-Key:$key
X-Ca-Nonce:$nonce
X-Ca-Timestamp:$timestamp
$path"

# In hexadecimal, so that a secret of any characters stays one argument. While openssl runs, other users of the
# machine can see it: in production sign in a program, as start.py does.
hexkey=$(printf %s "$secret" | od -An -v -tx1 | tr -d ' \n')
signature=$(printf %s "$text" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$hexkey" -binary | openssl base64 -A)

answer=$(curl --silent --show-error --max-time 30 "$base$path" \
  --header "Accept: $accept" \
  --header "Content-Type: $content_type" \
  --header "Content-MD5: $content_md5" \
  --header "X-Ca-Key: $key" \
  --header "X-Ca-Nonce: $nonce" \
  --header "X-Ca-Timestamp: $timestamp" \
  --header "X-Ca-Signature-Headers: X-Ca-Key,X-Ca-Nonce,X-Ca-Timestamp" \
  --header "X-Ca-Signature: $signature" \
  --data-binary "@$body")

printf '%s\n' "$answer"
# Business errors come with HTTP status 200: the code inside decides.
[[ $answer == *'"code":"200"'* ]]
