# What a command says of itself, without colours and with.
qdc check --help
qdc check --help --color always
qdc config --help
qdc --help
qdc chek
