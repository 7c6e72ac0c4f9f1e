;;; qdc-mode.el --- Major mode for e-signature contracts as text  -*- lexical-binding: t; coding: utf-8 -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Colours, indentation, an index and formatting for .qdc files, in Chinese, in English and in full-width writing.
;; Findings while writing come from `qdc lsp': `M-x eglot' or `M-x lsp' in a .qdc file starts it.

;;; Code:

(require 'cl-lib)
(require 'compile)
(require 'easymenu)
(require 'subr-x)

(defgroup qdc nil
  "E-signature contracts as text."
  :group 'languages)

(defcustom qdc-program "qdc"
  "The program, or its path when it is not where programs are looked for."
  :type 'string
  :risky t)

(defcustom qdc-language 'auto
  "The language of what the language server says; `auto' is the machine's."
  :type '(choice (const :tag "跟随系统 / the machine's" auto)
                 (const :tag "中文" zh)
                 (const :tag "English" en)))

(defcustom qdc-indent-offset 4
  "How many blanks a block is indented by.  The formatter's number is 4."
  :type 'integer
  :safe #'integerp)

;;;; The words

;; The lists are the language's own: a test compares them with its vocabulary.

(defconst qdc-statements
  '("use" "引用" "param" "参数" "person" "个人" "company" "企业" "contract" "合同"
    "code" "业务编号" "initiator" "发起方" "deadline" "截止" "order" "顺序" "format" "格式"
    "document" "文件" "field" "填写" "attachment" "附件" "signer" "签署方" "sign" "签章"
    "evidence" "存证" "authorization" "静默授权" "ticket" "签署令牌")
  "Words that stand on a line of their own.")

(defconst qdc-clauses
  '("default" "默认" "account" "账号" "flow" "流水号" "name" "姓名" "名称" "idcard" "身份证"
    "phone" "手机" "credit" "信用代码" "id" "编号" "local" "本地" "pages" "页数" "upload" "上传"
    "from" "来自" "seq" "次序" "auth" "认证" "notice" "通知" "page" "页" "at" "位置"
    "nth" "第" "offset" "偏移" "across" "骑缝" "date" "日期" "silent" "静默" "redirect" "跳转"
    "after" "延时" "seals" "印章" "expires" "有效期" "tenant" "子公司" "user" "用户"
    "password" "密码签署" "roll" "顺延")
  "Words that stand on their statement's line.")

(defconst qdc-choices
  '("text" "文本" "文字" "date" "日期" "number" "数字" "工号" "free" "不限" "sequential" "依次"
    "pdf" "sms" "短信" "face" "人脸" "last" "末页" "末个" "all" "全部" "mobile" "手机"
    "email" "邮箱" "employee" "员工" "yes" "是" "no" "否" "in" "内" "template" "模板")
  "Words a value may be.")

(defconst qdc-named
  '("param" "参数" "person" "个人" "company" "企业" "document" "文件" "authorization" "静默授权"
    "ticket" "签署令牌" "initiator" "发起方" "signer" "签署方" "sign" "签章" "account" "账号")
  "Keywords that a name follows.")

(defconst qdc--faces
  (let ((faces (make-hash-table :test #'equal)))
    ;; A word that is both is a keyword first.
    (cl-loop for (words . face) in `((,qdc-choices . font-lock-constant-face)
                                     (,qdc-clauses . font-lock-type-face)
                                     (,qdc-statements . font-lock-keyword-face))
             do (dolist (word words) (puthash word face faces)))
    faces)
  "The face of each word.")

(defun qdc--narrow (word)
  "WORD with full-width Latin letters as ASCII, which mean the same."
  (apply #'string (mapcar (lambda (char) (if (<= #xFF01 char #xFF5E) (- char #xFEE0) char)) word)))

;;;; Colours

(defconst qdc--number-face
  (if (facep 'font-lock-number-face) 'font-lock-number-face 'font-lock-constant-face)
  "Emacs has a face for numbers from 29 on.")

(defconst qdc--word-regexp
  "[[:alpha:]_]\\(?:[[:alnum:]_]\\|[-./@][[:alnum:]_]\\)*"
  "A keyword or a name: the whole word, since 合同正文 is no 合同.")

(defconst qdc--number-regexp
  (let ((digit "[0-9０-９]"))
    (concat
     digit "\\{4\\}[-－/／]" digit "\\{1,2\\}[-－/／]" digit "\\{1,2\\}"
     "\\|" digit "\\{4\\} ?年 ?" digit "\\{1,2\\} ?月 ?" digit "\\{1,2\\}\\(?: ?[日号]\\)?"
     "\\|[-+－＋]?" digit "+\\(?:[.．]" digit "+\\)?"
     "\\(?: ?\\(?:个工作日\\|工作日\\|个月\\|小时\\|分钟\\|毫米\\|厘米\\|[秒天周]\\)\\|[分日年月页磅]\\|[a-zA-Z][a-zA-Z0-9]*"
     "\\| \\(?:mo\\|mm\\|cm\\|pt\\|wd\\|[shd]\\)\\_>\\)?"))
  "A date, or a number with its unit.")

(defun qdc--word-face ()
  "The face of the word that was just found."
  (let ((word (match-string-no-properties 2)))
    (if (save-match-data (qdc--name-p (match-beginning 2)))
        'font-lock-variable-name-face
      (gethash (qdc--narrow word) qdc--faces))))

(defun qdc--name-p (start)
  "Whether a name must stand at START: behind the keyword its line begins with."
  (save-excursion
    (goto-char start)
    (skip-chars-backward " \t　:：")
    (let ((end (point)))
      (and (/= end start)
           (/= 0 (skip-chars-backward "[:alnum:]_"))
           (member (qdc--narrow (buffer-substring-no-properties (point) end)) qdc-named)
           (progn (skip-chars-backward " \t　")
                  (or (bolp) (memq (char-before) '(?\{ ?｛))))))))

(defconst qdc--font-lock-keywords
  ;; Numbers and words are found in one walk: in 30天内 the number ends where the word begins.
  `((,(concat "\\(" qdc--number-regexp "\\)\\|\\(" qdc--word-regexp "\\)")
     (1 qdc--number-face nil t)
     (2 (qdc--word-face) nil t))
    (qdc--find-hole 0 font-lock-preprocessor-face prepend)))

(defun qdc--find-hole (limit)
  "Find the next {name} or {{ in a text before LIMIT."
  (let (found)
    (while (and (not found) (re-search-forward "{{\\|{[^{}\"“”＂\n]*}" limit t))
      (setq found (save-match-data (nth 3 (syntax-ppss (match-beginning 0))))))
    found))

(defvar qdc-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (dolist (pair '("{}" "｛｝" "()" "（）"))
      (modify-syntax-entry (aref pair 0) (string ?\( (aref pair 1)) table)
      (modify-syntax-entry (aref pair 1) (string ?\) (aref pair 0)) table))
    (dolist (char '(?- ?_ ?. ?@))
      (modify-syntax-entry char "_" table))
    ;; Which marks open and close a text, `qdc--syntax-propertize' says.
    (dolist (char '(?\" ?“ ?” ?＂ ?\\ ?'))
      (modify-syntax-entry char "." table))
    table))

(defun qdc--syntax-propertize (start end)
  "Mark where texts begin and end between START and END.
A text ends with its line at the latest.  One that opens full-width ends at the
next full-width mark, whichever way it points."
  (goto-char start)
  (let ((fence (string-to-syntax "|")))
    (while (re-search-forward "//\\|[\"“”＂]" end t)
      (if (eq (char-before) ?/)
          (end-of-line)
        (put-text-property (1- (point)) (point) 'syntax-table fence)
        (skip-chars-forward (if (eq (char-before) ?\") "^\"\n" "^“”＂\n"))
        (unless (eobp)
          (put-text-property (point) (1+ (point)) 'syntax-table fence)
          (forward-char))))))

;;;; Indentation

(defun qdc-indent-line ()
  "Indent this line as the formatter does: by the blocks it stands in."
  (interactive)
  (let* ((open (save-excursion
                 (cl-count-if (lambda (at) (memq (char-after at) '(?\{ ?｛)))
                              (nth 9 (syntax-ppss (line-beginning-position))))))
         (closed (save-excursion
                   (back-to-indentation)
                   (let ((from (point)))
                     (skip-chars-forward "}｝ \t　")
                     (cl-count-if (lambda (char) (memq char '(?} ?｝))) (buffer-substring from (point))))))
         (column (* qdc-indent-offset (max 0 (- open closed)))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

;;;; Index

(defconst qdc--imenu
  (let ((start "^[ \t　]*\\(") (gap "[ \t　:：]+"))
    `((nil ,(concat start (regexp-opt '("contract" "合同" "signer" "签署方")) gap
                    "\\(?:\"[^\"\n]*\"\\|[“”＂][^“”＂\n]*[“”＂]\\)\\)")
           1)
      (nil ,(concat start
                    (regexp-opt '("param" "参数" "person" "个人" "company" "企业" "document" "文件" "signer" "签署方"
                                  "authorization" "静默授权" "ticket" "签署令牌"))
                    gap qdc--word-regexp "\\)")
           1)))
  "The contract, its documents and signers, and what is declared.")

;;;; The program

(defun qdc--run (&rest arguments)
  "Give the buffer to the program with ARGUMENTS.
The value is its exit code, what it printed and what it complained about."
  (let ((complaints (make-temp-file "qdc"))
        (coding-system-for-read 'utf-8-unix)
        (coding-system-for-write 'utf-8-unix)
        (source (current-buffer)))
    (unwind-protect
        (with-temp-buffer
          (let* ((out (current-buffer))
                 (code (with-current-buffer source
                         (save-restriction
                           (widen)
                           (apply #'call-process-region (point-min) (point-max) qdc-program nil
                                  (list out complaints) nil arguments)))))
            (list code
                  (buffer-string)
                  (with-temp-buffer (insert-file-contents complaints) (buffer-string)))))
      (delete-file complaints))))

(defun qdc-format-buffer ()
  "Bring the whole buffer into the uniform shape.
A buffer with broken statements is left as it is, and what is broken is shown.
The value is whether it is in shape."
  (interactive)
  (pcase-let ((`(,code ,text ,complaints) (qdc--run "fmt" "-")))
    (if (not (eql code 0))
        (ignore (message "%s" (string-trim complaints)))
      (unless (string= text (save-restriction (widen) (buffer-string)))
        (let ((shape (generate-new-buffer " *qdc fmt*")))
          (unwind-protect
              (progn
                (with-current-buffer shape (insert text))
                ;; Unlike deleting and inserting, this keeps the cursor and marks where they are.
                (save-restriction (widen) (replace-buffer-contents shape)))
            (kill-buffer shape))))
      t)))

(defun qdc-plan ()
  "Show in words which requests this buffer stands for."
  (interactive)
  (pcase-let ((`(,_ ,text ,complaints) (qdc--run "plan" "-")))
    (with-current-buffer (get-buffer-create "*qdc plan*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text complaints))
      (goto-char (point-min))
      (special-mode)
      (display-buffer (current-buffer)))))

(define-compilation-mode qdc-check-mode "qdc-check"
  "What `qdc check' found."
  ;; lease.qdc:8:5: error[unknown-keyword] …
  (setq-local compilation-error-regexp-alist
              '(("^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(hint\\)\\)\\[" 1 2 3 (4 . 5))))
  ;; Columns count characters, and a Han character is two columns wide on the screen.
  (setq-local compilation-error-screen-columns nil)
  (setq-local compilation-first-column 1))

(defun qdc-check ()
  "Check this file as it was saved, and list what is found."
  (interactive)
  (unless buffer-file-name
    (user-error "先保存文件 / Save the file first"))
  (save-some-buffers (not compilation-ask-about-save) (lambda () (derived-mode-p 'qdc-mode)))
  (compilation-start
   (mapconcat #'shell-quote-argument
              (list qdc-program "check" "--format" "short" (file-name-nondirectory buffer-file-name)) " ")
   #'qdc-check-mode))

;;;; The mode

(defvar qdc-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-c") #'qdc-check)
    (define-key map (kbd "C-c C-f") #'qdc-format-buffer)
    (define-key map (kbd "C-c C-p") #'qdc-plan)
    map))

(easy-menu-define qdc-mode-menu qdc-mode-map
  "What can be done with a contract."
  '("qdc"
    ["检查 / Check" qdc-check]
    ["整理格式 / Format" qdc-format-buffer]
    ["查看发送计划 / Show plan" qdc-plan]))

;;;###autoload
(define-derived-mode qdc-mode prog-mode "qdc"
  "Major mode for e-signature contracts as text.

\\{qdc-mode-map}"
  (setq-local font-lock-defaults '(qdc--font-lock-keywords))
  (setq-local parse-sexp-lookup-properties t)
  (setq-local syntax-propertize-function #'qdc--syntax-propertize)
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "//+[ \t]*")
  (setq-local comment-end "")
  (setq-local indent-line-function #'qdc-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append '(?} ?｝) electric-indent-chars))
  (setq-local imenu-generic-expression qdc--imenu)
  (setq-local imenu-case-fold-search nil))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.qdc\\'" . qdc-mode))

;;;; Language servers' clients

(defun qdc--options ()
  "What the language server is told at its start."
  (list :lang (symbol-name qdc-language)))

(defun qdc--eglot-contact (&rest _)
  "How Eglot starts the language server."
  (list qdc-program "lsp" :initializationOptions (qdc--options)))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(qdc-mode . qdc--eglot-contact)))

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "ext:lsp-mode" (client))
(declare-function lsp-stdio-connection "ext:lsp-mode" (command &optional test-command))
(declare-function lsp-activate-on "ext:lsp-mode" (&rest languages))
(declare-function make-lsp-client "ext:lsp-mode" (&rest members))
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(qdc-mode . "qdc"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () (list qdc-program "lsp")))
                    :activation-fn (lsp-activate-on "qdc")
                    :initialization-options #'qdc--options
                    :server-id 'qdc)))

(provide 'qdc-mode)

;;; qdc-mode.el ends here
