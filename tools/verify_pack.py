#!/usr/bin/env python3
"""Checks a pack of evidence that `maillon pack` made, with nothing but Python 3.
1. Every file of the pack is in manifest.json, with its size and SHA-256.
2. manifest.sig is an Ed25519 signature (RFC 8032) of manifest.json.
3. log/head.json is signed by the same key (the 50 bytes of RFC 6962, 3.5), and every entry of
   log/entries.jsonl is in that log (RFC 9162, 2.1.3.2).
4. The bytes of each record have their SHA-256. A ZIP file is byte for byte what its files make.
Whose key it is no program can tell: the office that made the pack tells its fingerprint by another way.

usage: verify_pack.py PACK [--key FINGERPRINT]     exit 0: all is well; 1: what is wrong is named
"""
import hashlib
import json
import pathlib
import struct
import sys
import zipfile
import zlib

# ---- Ed25519, after RFC 8032, 5.1 and 6 ---------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, SQRT_M1 = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(s, p):
    q = (0, 1, 1, 0)
    while s:
        q = add(q, p) if s & 1 else q
        p, s = add(p, p), s >> 1
    return q


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x * SQRT_M1 % P if (x * x - x2) % P else x
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    a, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def is_included(leaf, index, size, path, root):
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\1", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    return 0 <= index < size and sn == 0 and r == root


def zip_of(files):
    out, directory, offset = [], [], 0  # stored, dated 1980-01-01, in order of their names
    for name, data in sorted((name.encode(), data) for name, data in files.items()):
        header = struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        directory.append(b"PK\1\2\24\0" + header + bytes(10) + struct.pack("<I", offset) + name)
        out += [b"PK\3\4" + header + name, data]
        offset += 30 + len(name) + len(data)
    tail = b"".join(directory)
    return b"".join(out) + tail + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(tail), offset, 0)


def read_pack(path, wrong):
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if not p.is_dir()}
    files = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                try:
                    files[info.filename] = archive.read(info)
                except Exception as error:  # whatever zipfile makes of damage
                    wrong.append(f"{info.filename}: cannot be read: {error}")
    except Exception as error:
        wrong.append(f"{path}: is no ZIP file that can be read: {error}")
    if not wrong and zip_of(files) != path.read_bytes():
        wrong.append(f"{path}: its files are as below, but the ZIP file around them was changed")
    return files


def check_manifest(files, wrong):
    text = files.get("manifest.json", b"")
    try:
        manifest = json.loads(text)
        key = bytes.fromhex(manifest["public_key"])
        listed = {f["path"]: (f["size"], f["sha256"]) for f in manifest["files"]}
        assert manifest["kind"] == "maillon pack"
    except Exception:
        wrong.append("manifest.json: missing, damaged, or no manifest of a pack")
        return {}, b""
    if not is_signed(key, text, files.get("manifest.sig", b"")):
        wrong.append("manifest.json: manifest.sig is no signature of it by its key (one of the two was changed)")
    for path, (size, digest) in listed.items():
        if path not in files:
            wrong.append(f"{path}: was removed")
        elif len(files[path]) != size or hashlib.sha256(files[path]).hexdigest() != digest:
            wrong.append(f"{path}: was changed: its SHA-256 is not that of the manifest")
    for path in files.keys() - listed.keys() - {"manifest.json", "manifest.sig"}:
        wrong.append(f"{path}: was added: the manifest does not list it")
    return manifest, key


def check_log(files, manifest, key, wrong):
    try:
        head = json.loads(files["log/head.json"])
        size, root = head["tree_size"], bytes.fromhex(head["sha256_root_hash"])
        message = struct.pack(">BBQQ", 0, 1, head["timestamp"], size) + root
        if bytes.fromhex(head["public_key"]) != key or not is_signed(
                key, message, bytes.fromhex(head["tree_head_signature"])):
            wrong.append("log/head.json: is not signed by the key of the pack")
        if (size, root.hex()) != (manifest["log_size"], manifest["log_root"]):
            wrong.append("log/head.json: is not the head that the manifest names")
    except Exception as error:
        wrong.append(f"log/head.json: missing or damaged: {error!r}")
        return
    lines = files.get("log/entries.jsonl", b"").splitlines()
    if len(lines) != manifest.get("log_entries"):
        wrong.append(f"log/entries.jsonl: has {len(lines)} entries, and the manifest {manifest.get('log_entries')}")
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            leaf = sha256(b"\0", sha256(bytes.fromhex(entry["salt"]), entry["text"].encode()))
            good = is_included(leaf, entry["leaf_index"], size, map(bytes.fromhex, entry["audit_path"]), root)
            good = good and json.loads(entry["text"])["seq"] == entry["leaf_index"]
        except Exception:
            good = False
        if not good:
            wrong.append(f"log/entries.jsonl: line {number} is no entry of the log that was signed")


def check_records(files, wrong):
    for number, line in enumerate(files.get("records/records.jsonl", b"").splitlines(), 1):
        try:
            record = json.loads(line)
            begin, end = record["at"], record["at"] + record["end"] - record["begin"]
            data = files[f"records/{record['file_sha256']}.bytes"][begin:end]
            good = hashlib.sha256(data).hexdigest() == record["sha256"]
            original = None if record["packed"] else files.get(f"originals/{record['file_sha256']}")
            good = good and (original is None or original[record["begin"]:record["end"]] == data)
        except Exception:
            good = False
        if not good:
            wrong.append(f"records/records.jsonl: line {number}: the bytes of this record are not what it says")
    for path in files:
        if path.startswith("originals/") and hashlib.sha256(files[path]).hexdigest() != path[len("originals/"):]:
            wrong.append(f"{path}: its SHA-256 is not its name")


def main(words):
    if not words or (len(words) > 1 and (len(words) != 3 or words[1] != "--key")):
        sys.exit(__doc__.strip())
    wrong = []
    files = read_pack(pathlib.Path(words[0]), wrong)
    manifest, key = check_manifest(files, wrong)
    if manifest:
        check_log(files, manifest, key, wrong)
    check_records(files, wrong)
    fingerprint = hashlib.sha256(bytes.fromhex("302a300506032b6570032100") + key).hexdigest()
    if len(words) == 3 and words[2].lower() != fingerprint:
        wrong.append(f"key: the pack is signed by {fingerprint}, not by the key that you named")
    print("\n".join(wrong) or f"{words[0]}: whole: {len(files)} files of {', '.join(manifest['networks'])} in the case "
          f"{manifest['case']}\nsigned by {fingerprint}" + ("" if len(words) == 3 else " (is that the maker's key?)"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
