# Mistakes in the command line itself.
qdc check --format xml
qdc check --format
qdc check --baselin x
qdc check lease.qdc --max-warnings many
qdc check lease.qdc --max-warnings -1
qdc check lease.qdc --max-warnings 1 --max-warnings 2
