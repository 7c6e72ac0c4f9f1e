; A class is what a file declares in a block, a function what a contract is made of.

[
  (contract_statement)
  (person_statement)
  (company_statement)
  (authorization_statement)
  (ticket_statement)
] @class.around
(contract_statement (block (_)+ @class.inside))
(person_statement (block (_)+ @class.inside))
(company_statement (block (_)+ @class.inside))
(authorization_statement (block (_)+ @class.inside))
(ticket_statement (block (_)+ @class.inside))

[(signer_statement) (document_statement)] @function.around
(signer_statement (block (_)+ @function.inside))
(document_statement (block (_)+ @function.inside))

(comment)+ @comment.around
