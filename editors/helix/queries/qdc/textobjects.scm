; A class (`mat`, `]t`) is what a file declares, a function (`maf`, `]f`) what a contract is made of, and an entry
; (`mae`, `]e`) any keyword with its values.

(source_file
  [
    (contract_statement (block (_)* @class.inside)?)
    (person_statement (block (_)* @class.inside)?)
    (company_statement (block (_)* @class.inside)?)
    (authorization_statement (block (_)* @class.inside)?)
    (ticket_statement (block (_)* @class.inside)?)
  ] @class.around)

(signer_statement (block (_)* @function.inside)?) @function.around
(document_statement (block (_)* @function.inside)?) @function.around

(_ (keyword) (_)* @entry.inside) @entry.around

(comment) @comment.inside
(comment)+ @comment.around
