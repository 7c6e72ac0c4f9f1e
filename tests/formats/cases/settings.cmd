# Settings of folders within folders, variables and options.
cp later/qdc.txt qdc.toml
qdc check --format short
cp later/inner.txt 合同/qdc.toml
qdc check --format short
QDC_ALLOW=no-business-code qdc check --format short
QDC_DENY=weak-auth QDC_FORMAT=short qdc check --allow weak-auth
QDC_DENY=weak-auth QDC_FORMAT=short qdc check --format jsonl lease.qdc
cp later/typo.txt 合同/qdc.toml
qdc check --format short
qdc check --format github
qdc config 合同
qdc check --format sarif
cp later/production.txt 合同/qdc.toml
qdc check --format short
cp later/size.txt 合同/qdc.toml
qdc check --format short
