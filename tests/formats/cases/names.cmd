# One file by several names, files that are not there, links.
qdc check lease.qdc ./lease.qdc 合同/../lease.qdc $PWD/lease.qdc --format short
qdc check $PWD/lease.qdc --format short
qdc check $PWD/lease.qdc --format gitlab
qdc check none.qdc good.qdc --format sarif
qdc check none.qdc good.qdc --format github
qdc check none.qdc good.qdc --format junit
qdc check none.qdc good.qdc --format json
qdc check later --format json
cp good.qdc 1.qdc
qdc check - 1.qdc lease.qdc --format junit < later/lease.txt
QDC_RULE_PAGES=https://docs.example/rules.html#{rule} qdc check lease.qdc --deny weak-auth
FORCE_HYPERLINK=1 QDC_RULE_PAGES=https://docs.example/{lang}/rules.html#{rule} qdc check lease.qdc
FORCE_HYPERLINK=1 QDC_RULE_PAGES=https://docs.example/rules.html qdc check good.qdc
FORCE_HYPERLINK=1 qdc check lease.qdc --allow no-business-code
# Standard input that belongs to a file.
cp later/inner.txt 合同/qdc.toml
qdc check - --stdin-filename 合同/新.qdc --format short < 合同/劳动.qdc
qdc check - --format short < 合同/劳动.qdc
qdc check - --stdin-filename 合同/新.qdc --diff < 合同/劳动.qdc
# Two rules in one option, and options that are empty.
qdc check lease.qdc --format short --allow no-business-code,weak-auth
qdc check lease.qdc --cache-dir=
qdc check ../$NAME/lease.qdc --format jsonl --allow no-business-code
qdc check good.qdc --baseline .
