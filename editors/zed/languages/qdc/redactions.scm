; What nobody should read over a shared screen, the same that qdc masks in its own output: names and numbers of people,
; and the codes under which a seal may be used silently.
(idcard_clause (text) @redact)
(phone_clause (text) @redact)
(silent_clause (text) @redact)
(user_clause (text) @redact)
(person_statement (name_clause (text) @redact))
(person_statement (block (name_clause (text) @redact)))
