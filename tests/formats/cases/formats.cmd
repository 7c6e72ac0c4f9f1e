# Every format over one project: safe and offered edits, a place it clashes with, the platform's code, 😀𠮷 and Chinese.
qdc check
qdc check --color always
qdc check --format short
qdc check --format json
qdc check --format jsonl
qdc check --format sarif
qdc check --format github
qdc check --format gitlab
qdc check --format junit
qdc check --format github --color always
# Nothing found is something to say.
qdc check good.qdc
qdc check good.qdc --format short
qdc check good.qdc --format json
qdc check good.qdc --format jsonl
qdc check good.qdc --format sarif
qdc check good.qdc --format github
qdc check good.qdc --format gitlab
qdc check good.qdc --format junit
qdc check - --format github < lease.qdc
