# Shown, made, and the offered edits too.
qdc check --diff
qdc check --diff --unsafe
qdc check --fix --format short
cat 合同/劳动.qdc
qdc check --diff
qdc check --fix --unsafe
cat 合同/劳动.qdc
qdc check --diff --unsafe
qdc check --diff none.qdc good.qdc
qdc check --diff - < later/lease.txt
qdc check --fix - < later/lease.txt
qdc check --unsafe
qdc check --fix --diff
