# Accepted today, moved tomorrow, mended the day after.
qdc check lease.qdc --baseline accepted.json
qdc check lease.qdc --update-baseline
qdc check lease.qdc --baseline accepted.json --update-baseline
cat accepted.json
qdc check lease.qdc --baseline accepted.json
qdc check lease.qdc --baseline accepted.json --format json
qdc check lease.qdc --baseline accepted.json --max-warnings 0 --statistics
cp later/lease.txt lease.qdc
qdc check lease.qdc --baseline accepted.json --format short
qdc check --baseline accepted.json --update-baseline --format short
cat accepted.json
cp good.qdc lease.qdc
rm 合同/劳动.qdc
qdc check good.qdc --baseline accepted.json
qdc check --baseline accepted.json
qdc check $PWD/lease.qdc --baseline $PWD/accepted.json --update-baseline
cat accepted.json
cp later/lease.txt accepted.json
qdc check --baseline accepted.json
qdc check --baseline later
