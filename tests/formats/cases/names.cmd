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
