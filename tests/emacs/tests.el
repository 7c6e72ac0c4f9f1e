;;; tests.el --- Tests of qdc-mode in a real Emacs  -*- lexical-binding: t; coding: utf-8 -*-

;;; Code:

(require 'ert)
(require 'imenu)
(require 'package)
(package-initialize)
(require 'qdc-mode)

(setq qdc-program (getenv "QDC")
      qdc-language 'zh
      make-backup-files nil
      create-lockfiles nil)

(defconst qdc-tests--project (expand-file-name "project/" (getenv "WORK")))

(defmacro qdc-tests--with (lines &rest body)
  "Run BODY in a buffer of the mode with LINES, coloured."
  (declare (indent 1))
  `(with-temp-buffer
     (insert (mapconcat #'identity ,lines "\n") "\n")
     (qdc-mode)
     (font-lock-ensure)
     ,@body))

(defun qdc-tests--face (text &optional ahead)
  "The face where TEXT first stands, AHEAD characters into it."
  (goto-char (point-min))
  (search-forward text)
  (get-text-property (+ (match-beginning 0) (or ahead 0)) 'face))

(defun qdc-tests--eventually (what happened)
  "Wait until the function HAPPENED gives something, and give that."
  (let ((until (+ (float-time) 60)) result)
    (while (not (setq result (funcall happened)))
      (when (> (float-time) until)
        (error "Never happened: %s" what))
      (accept-process-output nil 0.01))
    result))

(defun qdc-tests--file (name &rest lines)
  "A new file of the project, called NAME, with LINES, visited."
  (let ((file (expand-file-name name qdc-tests--project)))
    (let ((coding-system-for-write 'utf-8-unix))
      (write-region (concat (mapconcat #'identity lines "\n") "\n") nil file nil 'quiet))
    (find-file file)))

(defconst qdc-tests--broken
  '("合同 \"𠮷祥\" {"
    "    业务编号 \"N-1\""
    "    发起方 \"CORP_TEST_001\""
    "    文件 正文 \"FC_20260105090000LabourContract\" 名称 \"𠮷\" 页面 8"
    "    签署方 \"PSN_TEST_001\" 认证 短信 {"
    "        签章 正文 页 1 位置 (200, 200)"
    "    }"
    "}"))

(ert-deftest qdc-test-a-file-gets-its-mode ()
  (with-current-buffer (qdc-tests--file "mode.qdc" "// 空")
    (should (eq major-mode 'qdc-mode))
    (should (equal comment-start "// "))
    (kill-buffer)))

(ert-deftest qdc-test-colours-in-chinese ()
  (qdc-tests--with '("// 注释 合同 \"没有结尾"
                     "企业 服务商 {"
                     "    账号 \"CORP_合同_001\" // 行尾"
                     "}"
                     "合同 \"{客户名称}技术服务合同 {{\" {"
                     "    截止 30天内"
                     "    顺序 依次"
                     "    文件 合同正文 \"FC_1\" 页数 4"
                     "    签署方 甲方2 认证 短信 人脸 {"
                     "        签章 合同正文 页 末页 位置 (3.5厘米, -12) 日期 \"YYYY-MM-DD\""
                     "    }"
                     "    有效期至 2026年 1月5日"
                     "}")
    (should (eq 'font-lock-comment-face (qdc-tests--face "注释")))
    (should (eq 'font-lock-comment-face (qdc-tests--face "没有")))
    (should (eq 'font-lock-comment-face (qdc-tests--face "行尾")))
    (should (eq 'font-lock-keyword-face (qdc-tests--face "企业")))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "服务商")))
    (should (eq 'font-lock-type-face (qdc-tests--face "账号")))
    (should (eq 'font-lock-string-face (qdc-tests--face "CORP_合同" 6)))
    (should (memq 'font-lock-preprocessor-face (qdc-tests--face "客户名称")))
    (should (eq 'font-lock-string-face (qdc-tests--face "技术服务合同" 4)))
    (should (memq 'font-lock-preprocessor-face (qdc-tests--face "{{")))
    (should (eq 'font-lock-keyword-face (qdc-tests--face "截止")))
    (should (eq qdc--number-face (qdc-tests--face "30天" 2)))
    (should (eq 'font-lock-constant-face (qdc-tests--face "天内" 1)))
    (should (eq 'font-lock-constant-face (qdc-tests--face "依次")))
    ;; A name that begins like a keyword, and a digit in one.
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "合同正文")))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "甲方2" 2)))
    (should (eq 'font-lock-type-face (qdc-tests--face "认证")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "人脸")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "末页")))
    (should (eq qdc--number-face (qdc-tests--face "3.5厘米" 4)))
    (should (eq qdc--number-face (qdc-tests--face "-12")))
    ;; A keyword that is a choice elsewhere.
    (should (eq 'font-lock-type-face (qdc-tests--face "日期")))
    (should (eq nil (qdc-tests--face "有效期至")))
    (should (eq qdc--number-face (qdc-tests--face "2026年 1月5日" 9)))))

(ert-deftest qdc-test-colours-in-english ()
  (qdc-tests--with '("param number number"
                     "param start date default 2026-03-02"
                     "company party-a {"
                     "    account \"a // b\""
                     "}"
                     "contract \"C\" {"
                     "    deadline in 30d"
                     "    document order \"FC_1\" pages 2"
                     "    contract-x 7"
                     "    redirect \"https://a.example\" after 3s"
                     "}")
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "number")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "number number" 7)))
    (should (eq 'font-lock-type-face (qdc-tests--face "default")))
    (should (eq qdc--number-face (qdc-tests--face "2026-03-02" 9)))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "party-a" 6)))
    (should (eq 'font-lock-string-face (qdc-tests--face "// b")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "in 30d")))
    (should (eq qdc--number-face (qdc-tests--face "30d" 2)))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "order")))
    (should (eq 'font-lock-type-face (qdc-tests--face "pages")))
    (should (eq nil (qdc-tests--face "contract-x")))
    (should (eq 'font-lock-type-face (qdc-tests--face "after")))))

(ert-deftest qdc-test-colours-in-full-width ()
  (qdc-tests--with '("合同　“他说\"你好\"，{名字}”　｛"
                     "    截止：２０２６－１２－３１"
                     "    发起方：甲方"
                     "    签署方　乙方，认证：短信、人脸｛"
                     "        签章 ”正文“ 页 １２ 位置（１２．５，－３０）"
                     "    ｝"
                     "    ｏｒｄｅｒ ｆｒｅｅ"
                     "    名称 “没有结尾"
                     "    顺序 依次"
                     "｝")
    (should (eq 'font-lock-string-face (qdc-tests--face "你好")))
    (should (memq 'font-lock-preprocessor-face (qdc-tests--face "名字")))
    (should (eq 'font-lock-keyword-face (qdc-tests--face "截止")))
    (should (eq qdc--number-face (qdc-tests--face "２０２６－" 9)))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "甲方")))
    (should (eq 'font-lock-variable-name-face (qdc-tests--face "乙方")))
    (should (eq 'font-lock-type-face (qdc-tests--face "认证")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "人脸")))
    (should (eq 'font-lock-string-face (qdc-tests--face "正文")))
    (should (eq qdc--number-face (qdc-tests--face "页 １２" 2)))
    (should (eq qdc--number-face (qdc-tests--face "－３０")))
    (should (eq 'font-lock-keyword-face (qdc-tests--face "ｏｒｄｅｒ")))
    (should (eq 'font-lock-constant-face (qdc-tests--face "ｆｒｅｅ")))
    ;; A text without an end ends with its line.
    (should (eq 'font-lock-string-face (qdc-tests--face "没有结尾")))
    (should (eq 'font-lock-keyword-face (qdc-tests--face "顺序")))))

(defun qdc-tests--indented (text)
  "TEXT after its indentation was taken away and made anew."
  (with-temp-buffer
    (insert (replace-regexp-in-string "^[ \t]+" "" text))
    (qdc-mode)
    (let ((inhibit-message t))
      (indent-region (point-min) (point-max)))
    (buffer-string)))

(ert-deftest qdc-test-the-indentation-of-every-example-is-the-formatters ()
  (let ((files (directory-files-recursively qdc-tests--project "\\.qdc\\'")) (seen 0))
    (dolist (file files)
      (with-temp-buffer
        (insert-file-contents file)
        (let ((shape (nth 1 (qdc--run "fmt" "-"))))
          (unless (string-empty-p shape)
            (setq seen (1+ seen))
            (should (equal (cons file shape) (cons file (qdc-tests--indented shape))))))))
    (should (> seen 10))))

(ert-deftest qdc-test-the-indentation-of-full-width-braces-and-of-braces-in-texts ()
  (let ((shape "合同 “a”｛\n    // {\n    文件 正文 \"{\" ｛\n        编号 1\n    ｝\n｝\n参数 甲 文本\n"))
    (should (equal shape (qdc-tests--indented shape)))))

(ert-deftest qdc-test-typing-a-closing-brace-moves-its-line ()
  (qdc-tests--with '("合同 \"a\" {" "    顺序 依次")
    (electric-indent-local-mode 1)
    (goto-char (point-max))
    (insert "    ")
    (let ((last-command-event ?}))
      (call-interactively #'self-insert-command))
    (should (equal "}" (buffer-substring (line-beginning-position) (point))))))

(ert-deftest qdc-test-comments-come-and-go ()
  (qdc-tests--with '("顺序 依次")
    (comment-region (point-min) (point-max))
    (should (equal "// 顺序 依次\n" (buffer-string)))
    (uncomment-region (point-min) (point-max))
    (should (equal "顺序 依次\n" (buffer-string)))))

(ert-deftest qdc-test-the-index-names-what-is-declared ()
  (qdc-tests--with '("// 企业 不是"
                     "param number number"
                     "企业 甲方 {"
                     "}"
                     "合同：“劳动合同”｛"
                     "    文件 正文 \"FC\""
                     "    signer \"PSN_1\" {"
                     "    }"
                     "    签署方 甲方 ｛"
                     "    ｝"
                     "｝")
    (should (equal '("param number" "企业 甲方" "合同：“劳动合同”" "文件 正文" "signer \"PSN_1\"" "签署方 甲方")
                   (mapcar #'car (sort (cl-remove "*Rescan*" (imenu--make-index-alist) :key #'car :test #'equal)
                                       (lambda (a b) (< (cdr a) (cdr b)))))))))

(ert-deftest qdc-test-formatting-shapes-the-buffer-and-spares-a-broken-one ()
  (qdc-tests--with '("企业 甲 ｛" "账号：“CORP_A_001”" "｝")
    (goto-char (point-min))
    (search-forward "CORP")
    (should (qdc-format-buffer))
    (should (equal "企业 甲 {\n    账号 \"CORP_A_001\"\n}\n" (buffer-string)))
    (should (looking-at-p "_A_001"))
    (set-buffer-modified-p nil)
    (should (qdc-format-buffer))
    (should-not (buffer-modified-p)))
  (qdc-tests--with '("企业 甲 {" "  账号 \"CORP")
    (let ((before (buffer-string)))
      (should-not (qdc-format-buffer))
      (should (equal before (buffer-string))))))

(ert-deftest qdc-test-the-plan-is-shown ()
  (with-current-buffer (find-file-noselect (expand-file-name "purchase-order.qdc" qdc-tests--project))
    (qdc-plan)
    (with-current-buffer "*qdc plan*"
      (should (string-match-p "PO-2026-0315" (buffer-string)))
      (should (string-match-p "CORP_BUYER_001" (buffer-string))))))

(ert-deftest qdc-test-checking-leads-to-the-word ()
  (let ((buffer (apply #'qdc-tests--file "检查 甲.qdc" qdc-tests--broken)))
    (qdc-check)
    (with-current-buffer "*qdc-check*"
      (qdc-tests--eventually "the end of the check"
                             (lambda () (not (process-live-p (get-buffer-process (current-buffer))))))
      (should (string-match-p "unknown-keyword" (buffer-string)))
      (goto-char (point-min))
      (compilation-next-error 1)
      (let ((inhibit-message t))
        (compile-goto-error)))
    (with-current-buffer buffer
      (should (looking-at-p "页面"))
      (kill-buffer))))

(defun qdc-tests--client-says (diagnostics)
  "Check that the function DIAGNOSTICS comes to give the unknown keyword."
  (let ((found (qdc-tests--eventually "findings" diagnostics)))
    (goto-char (point-min))
    (search-forward "页面")
    (should (member (list (match-beginning 0) (match-end 0)) (mapcar #'car found)))
    (should (cl-some (lambda (one) (string-match-p "关键字" (cdr one))) found))))

(ert-deftest qdc-test-eglot-knows-the-server ()
  (skip-unless (require 'eglot nil t))
  (defvar flymake-mode)
  (let ((eglot-sync-connect 30) (eglot-connect-timeout 60)
        (inhibit-message t))
    (with-current-buffer (apply #'qdc-tests--file "eglot.qdc" qdc-tests--broken)
      (apply #'eglot (eglot--guess-contact))
      (should (eglot-managed-p))
      (flymake-start)
      (qdc-tests--client-says
       (lambda ()
         (mapcar (lambda (one)
                   (cons (list (flymake-diagnostic-beg one) (flymake-diagnostic-end one))
                         (flymake-diagnostic-text one)))
                 (flymake-diagnostics))))
      (eglot-format-buffer)
      (should (string-match-p "^    业务编号 " (buffer-string)))
      (eglot-shutdown (eglot-current-server))
      (set-buffer-modified-p nil)
      (kill-buffer))))

(ert-deftest qdc-test-lsp-mode-knows-the-server ()
  (skip-unless (require 'lsp-mode nil t))
  (defvar lsp-diagnostics-provider)
  (let ((lsp-auto-configure nil) (lsp-enable-file-watchers nil) (lsp-enable-suggest-server-download nil)
        (lsp-enable-snippet nil)
        (inhibit-message t))
    ;; This client counts characters where the protocol counts UTF-16, so 𠮷 would shift what it shows.
    (with-current-buffer (apply #'qdc-tests--file "lsp-mode.qdc"
                                (mapcar (lambda (line) (replace-regexp-in-string "𠮷" "吉" line)) qdc-tests--broken))
      (lsp-workspace-folders-add qdc-tests--project)
      (lsp)
      (qdc-tests--client-says
       (lambda ()
         (mapcar (lambda (one)
                   (cons (let ((region (lsp--range-to-region (lsp:diagnostic-range one))))
                           (list (car region) (cdr region)))
                         (lsp:diagnostic-message one)))
                 (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics)))))
      (lsp-workspace-shutdown (car (lsp-workspaces)))
      (set-buffer-modified-p nil)
      (kill-buffer))))

(defun qdc-tests-run ()
  "Run every test, and say how many passed and what was left out."
  (let* ((stats (ert-run-tests-batch t))
         (passed (ert-stats-completed-expected stats))
         (failed (ert-stats-completed-unexpected stats))
         (skipped (ert-stats-skipped stats)))
    (when (> skipped 0)
      (message "skipped %d: this Emacs has no client of language servers for them" skipped))
    (message "emacs: %d passed%s" passed (if (> failed 0) (format ", %d failed" failed) ""))
    (kill-emacs (if (and (= failed 0) (> passed 0)) 0 1))))

;;; tests.el ends here
