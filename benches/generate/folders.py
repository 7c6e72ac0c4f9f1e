"""As many small contracts as Python modules, of the same bytes: folders.py COUNT FOLDER

FOLDER/qdc holds the contracts, FOLDER/python the modules. Both are ordinary files of their kind without findings
of note; a module is filled up with a comment to the very length of its contract.
"""

import pathlib
import sys

count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])

CONTRACT = '''// 劳动合同
company employer {{
    account "CORP_EMPLOYER_{n:05}"
}}

contract "劳动合同 {n:05}" {{
    code      "LABOUR-2026-{n:05}"
    initiator employer
    deadline  in 30d
    order     sequential

    document main "FC_20260105090000LabourContrac{n:05}" name "劳动合同.pdf" pages 8
    document handbook "FC_20260105090500StaffHandbook{n:05}" pages 24

    signer employer seq 1 auth sms {{
        sign main page 8 at (160, 180) date "YYYY-MM-DD"
        sign main across 420
    }}
    signer "PSN_EMPLOYEE_{n:05}" seq 2 auth sms face {{
        sign main page 8 at (420, 180) date "YYYY-MM-DD"
        sign handbook page last at (420, 120) date "YYYY-MM-DD"
    }}
}}
'''

MODULE = '''"""Labour contract {n:05}."""

import json

EMPLOYER = "CORP_EMPLOYER_{n:05}"


def signer(account, seq, modes, fields):
    """One who signs."""
    return {{"accountId": account, "seqNo": seq, "authModes": modes, "signFields": fields}}


def field(document, page, x, y):
    position = {{"positionPage": page, "positionX": x, "positionY": y}}
    return {{"fileCode": document, "signFieldStyle": 1, "signFieldPosition": position}}


def body():
    main = "FC_20260105090000LabourContrac{n:05}"
    return json.dumps({{
        "docs": [{{"fileCode": main, "fileOrder": 1}}],
        "signers": [signer(EMPLOYER, 1, ["CODE_SMS"], [field(main, 8, 160, 180)])],
    }})
'''

for number in range(count):
    contract = CONTRACT.format(n=number).encode()
    module = MODULE.format(n=number).encode()
    module += b"# " + b"x" * (len(contract) - len(module) - 3) + b"\n"
    assert len(module) == len(contract), (len(module), len(contract))
    place = f"{number // 100:03}"
    for kind, ending, content in (("qdc", "qdc", contract), ("python", "py", module)):
        path = folder / kind / place / f"f{number:05}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
