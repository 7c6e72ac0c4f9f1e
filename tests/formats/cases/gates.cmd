# What fails a run, and what does not.
qdc check lease.qdc --format short
qdc check lease.qdc --format short --max-warnings 1
qdc check lease.qdc --format short --max-warnings 0
qdc check lease.qdc --format sarif --max-warnings 0 --allow weak-auth --allow no-business-code
qdc check lease.qdc --format short --warn weak-auth --max-warnings 1
qdc check lease.qdc --format short --deny no-business-code
qdc check lease.qdc --format short --allow no-business-code --allow weak-auth
qdc check lease.qdc --format short --deny no-busines-code
qdc check lease.qdc --deny syntax
qdc check lease.qdc none.qdc --format short
qdc check --statistics
qdc check --statistics --color always --format short
qdc check --statistics --format json
qdc check --statistics --format jsonl
qdc check good.qdc --statistics
qdc check good.qdc --statistics --format json
qdc check good.qdc --statistics --format sarif
