autocmd BufRead,BufNewFile *.qdc setfiletype qdc
