# Mistakes in the command line itself.
qdc check --format xml
qdc check --format
qdc check --baselin x
qdc check lease.qdc --max-warnings many
qdc check lease.qdc --max-warnings -1
qdc check lease.qdc --max-warnings 1 --max-warnings 2
# What runs on cannot start.
qdc check --watch -
qdc check --watch --format sarif
qdc check --watch --fix
qdc check --watch --deny no-busines-code
QDC_FORMAT=xml qdc check
QDC_DENY=weak-auth,no-busines-code qdc check
qdc config none.qdc
qdc config --format toml
