(block ["{" "｛"] @open ["}" "｝"] @close)
(point ["(" "（"] @open [")" "）"] @close)
