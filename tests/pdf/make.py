#!/usr/bin/env python3
"""Makes the PDFs beside it, each as small as a PDF can be: `python3 make.py`.

Written by hand, byte for byte the same each time, so that what each holds can be read here and no PDF
library's habits are tested instead of ours.
"""

import hashlib
import zlib
from pathlib import Path

HERE = Path(__file__).parent
A4 = "[0 0 595.28 841.89]"
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def pages(*page_entries, shared="", nested=None):
    """Objects of a document: catalog 1, page tree 2, then the pages. `nested` puts a node between."""
    first = 3 if nested is None else 4
    kids = " ".join(f"{first + at} 0 R" for at in range(len(page_entries)))
    count = len(page_entries)
    objects = {1: "<< /Type /Catalog /Pages 2 0 R >>"}
    if nested is None:
        objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {count} {shared} >>"
    else:
        objects[2] = f"<< /Type /Pages /Kids [3 0 R] /Count {count} {shared} >>"
        objects[3] = f"<< /Type /Pages /Parent 2 0 R /Kids [{kids}] /Count {count} {nested} >>"
    for at, entries in enumerate(page_entries):
        parent = 2 if nested is None else 3
        objects[first + at] = f"<< /Type /Page /Parent {parent} 0 R /Resources << >> {entries} >>"
    return {number: text.encode() for number, text in objects.items()}


def classic(objects, trailer=b""):
    """With a cross-reference table."""
    out, offsets = bytearray(HEADER), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(objects):
        out += b"%010d 00000 n \n" % offsets[number]
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def compressed(objects, plain=None, trailer=b"", cipher=lambda number, data: data):
    """All objects in one object stream, found by a cross-reference stream; those in `plain` outside of it."""
    plain = plain or {}
    numbers = sorted(objects)
    holder = max([*numbers, *plain]) + 1
    table = holder + 1
    index, bodies = [], b""
    for number in numbers:
        index.append(b"%d %d" % (number, len(bodies)))
        bodies += objects[number] + b" "
    head = b" ".join(index) + b" "
    data = cipher(holder, zlib.compress(head + bodies))
    out, offsets = bytearray(HEADER), {}
    for number, body in plain.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    holder_at = len(out)
    out += b"%d 0 obj\n<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n" % (
        holder, len(numbers), len(head), len(data))
    out += data + b"\nendstream\nendobj\n"
    table_at = len(out)
    rows = b"\x00" + (0).to_bytes(4, "big") + b"\x00"
    for number in range(1, table + 1):
        if number == holder:
            rows += b"\x01" + holder_at.to_bytes(4, "big") + b"\x00"
        elif number in plain:
            rows += b"\x01" + offsets[number].to_bytes(4, "big") + b"\x00"
        elif number == table:
            rows += b"\x01" + table_at.to_bytes(4, "big") + b"\x00"
        else:
            rows += b"\x02" + holder.to_bytes(4, "big") + bytes([numbers.index(number)])
    data = zlib.compress(rows)
    out += (b"%d 0 obj\n<< /Type /XRef /Size %d /Root 1 0 R /W [1 4 1] /Filter /FlateDecode /Length %d %s>>\n"
            b"stream\n" % (table, table + 1, len(data), trailer))
    out += data + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table_at
    return bytes(out)


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key, data):
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def encrypted(objects, user, packed=False):
    """Standard handler, revision 2, 40 bit. An empty `user` password opens without asking."""
    def padded(password):
        return (password + PADDING)[:32]
    owner = rc4(hashlib.md5(padded(b"owner")).digest()[:5], padded(user))
    identity, permissions = b"0123456789abcdef", -4
    key = hashlib.md5(
        padded(user) + owner + permissions.to_bytes(4, "little", signed=True) + identity).digest()[:5]
    check = rc4(key, PADDING)
    number = max(objects) + 1
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (
        owner.hex().encode(), check.hex().encode(), permissions)
    hex_id = identity.hex().encode()
    trailer = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (number, hex_id, hex_id)
    if not packed:
        return classic({**objects, number: lock}, trailer)

    def cipher(holder, data):
        return rc4(hashlib.md5(key + holder.to_bytes(3, "little") + bytes(2)).digest()[:10], data)
    return compressed(objects, {number: lock}, trailer, cipher)


A4_PAGE = f"/MediaBox {A4}"
FILES = {
    "a4-two-pages": classic(pages(A4_PAGE, A4_PAGE)),
    "rotated": classic(pages(*(f"/MediaBox {A4} /Rotate {turn}" for turn in (90, 180, -90, 450)))),
    "cropped": classic(pages(
        f"/MediaBox {A4} /CropBox [50 100 545 742]",
        f"/MediaBox {A4} /CropBox [-100 -100 400 300]",
        f"/MediaBox {A4} /CropBox [545 742 50 100] /Rotate 90",
        f"/MediaBox {A4} /CropBox [1000 1000 1200 1200]",
    )),
    "mixed-sizes": classic(pages(A4_PAGE, "/MediaBox [0 0 1190.55 841.89]", "/MediaBox [0 0 612 792]")),
    "inherited": classic(pages("", f"/MediaBox [0 0 612 792] /Rotate 0", shared="/Rotate 90", nested=A4_PAGE)),
    "user-unit": classic(pages("/MediaBox [0 0 300 400] /UserUnit 2.5")),
    "xref-stream": compressed(pages(A4_PAGE, A4_PAGE, A4_PAGE)),
    "password": encrypted(pages(A4_PAGE), b"secret"),
    "restricted": encrypted(pages(A4_PAGE), b""),
    "password-packed": encrypted(pages(A4_PAGE), b"secret", packed=True),
    "restricted-packed": encrypted(pages(A4_PAGE, A4_PAGE), b"", packed=True),
    "no-pages": classic(pages()),
}

for name, content in FILES.items():
    (HERE / f"{name}.pdf").write_bytes(content)


def written(*texts):
    """A4 pages of text, a title and its lines each. The font is one every reader brings for Chinese."""
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{' '.join(f'{6 + 2 * at} 0 R' for at in range(len(texts)))}] "
           f"/Count {len(texts)} /MediaBox {A4} /Resources << /Font << /F 3 0 R >> >> >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
           "/DescendantFonts [4 0 R] >>",
        4: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R "
           "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        5: "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
           "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    }
    objects = {number: text.encode() for number, text in objects.items()}
    for at, (title, *lines) in enumerate(texts):
        shown = [f"BT /F 18 Tf 72 760 Td <{title.encode('utf-16-be').hex()}> Tj ET"]
        shown += [f"BT /F 12 Tf 72 {720 - 28 * row} Td <{line.encode('utf-16-be').hex()}> Tj ET"
                  for row, line in enumerate(lines)]
        content = "\n".join(shown).encode()
        page = 6 + 2 * at
        objects[page] = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (page + 1)
        objects[page + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    return classic(objects)


# What the example of an upload uploads.
(HERE / "../../examples/files/劳动合同.pdf").write_bytes(written(
    ["劳动合同",
     "甲方（用人单位）：示例科技有限公司",
     "乙方（劳动者）：李明",
     "一、合同期限：二〇二六年三月一日至二〇二九年二月二十八日。",
     "二、工作内容：软件测试。工作地点：杭州。",
     "三、工作时间：标准工时制，每日八小时，每周五日。",
     "四、劳动报酬：每月十五日支付上月工资。"],
    ["（续）",
     "五、社会保险：双方依法参加社会保险。",
     "六、本合同一式两份，双方各执一份，自双方签署之日起生效。",
     "",
     "甲方（盖章）：　　　　　　　　　　乙方（签字）：",
     "日期：　　　　　　　　　　　　　　日期："],
))
