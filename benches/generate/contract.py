"""One contract of many signers: contract.py SIGNERS > big.qdc"""

import sys

signers = int(sys.argv[1])
out = sys.stdout
out.write('''contract "员工股权激励协议" {
    code      "STOCK-2026-001"
    initiator "CORP_TEST_001"
    deadline  in 30d

    document main "FC_20260105090000StockOptionPlans" pages 100000

''')
for number in range(1, signers + 1):
    out.write(f'''    signer "PSN_TEST_{number:06}" auth sms {{
        sign main page {number} at (280, 420) date "YYYY-MM-DD"
    }}
''')
out.write("}\n")
