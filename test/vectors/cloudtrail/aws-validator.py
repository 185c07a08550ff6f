# Runs the validator of the AWS command line on a copied bucket: its own traverser and signature check, with a provider
# that reads files. Arguments: dist-packages of awscli, bucket folder, key list, newest signature by digest (JSON), start, end.
import base64, gzip, hashlib, json, os, sys, types, zlib

packages, root, keys_file, signatures_file, start, end = sys.argv[1:7]


def stub(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


class ClientError(Exception):
    def __init__(self, code):
        self.response = {"Error": {"Code": code}}
        super().__init__(code)


stub("awscli"); stub("awscli.customizations"); stub("awscli.customizations.cloudtrail")
stub("awscli.customizations.cloudtrail.utils", get_trail_by_arn=None, get_account_id_from_arn=None)
stub("awscli.customizations.commands", BasicCommand=object)
stub("awscli.customizations.exceptions", ParamValidationError=Exception)
stub("botocore"); stub("botocore.exceptions", ClientError=ClientError)
validation = types.ModuleType("validation")
path = os.path.join(packages, "awscli/customizations/cloudtrail/validation.py")
exec(compile(open(path).read(), path, "exec"), validation.__dict__)

signatures = json.load(open(signatures_file))


class Provider:
    def load_digest_keys_in_range(self, bucket, prefix, start_date, end_date):
        found = []
        for folder, _, names in os.walk(root):
            found += [os.path.relpath(os.path.join(folder, name), root) for name in names if "_CloudTrail-Digest_" in name and name.endswith(".json.gz")]
        return sorted(found, key=validation.extract_digest_key_date)

    def fetch_digest(self, bucket, key):
        try:
            data = open(os.path.join(root, key), "rb").read()
        except FileNotFoundError:
            raise ClientError("NoSuchKey")
        text = zlib.decompress(data, zlib.MAX_WBITS | 16)
        digest = json.loads(text.decode())
        digest["_signature"] = signatures[key]
        digest["_signature_algorithm"] = "SHA256withRSA"
        return digest, text


class Keys:
    def get_public_keys(self, start_date, end_date):
        data = json.load(open(keys_file))
        return {key["Fingerprint"]: key for key in data.get("PublicKeyList") or data["publicKeyList"]}


seen = {"missing": 0, "invalid": 0, "gap": 0}


def count(kind):
    def callback(**kwargs):
        seen[kind] += 1
    return callback


traverser = validation.DigestTraverser(
    digest_provider=Provider(), starting_bucket="trail-bucket", starting_prefix="", public_key_provider=Keys(),
    on_missing=count("missing"), on_invalid=count("invalid"), on_gap=count("gap"))
valid, logs = [], {"valid": 0, "invalid": 0, "missing": 0}
for digest in traverser.traverse(validation.parse_date(start), validation.parse_date(end)):
    valid.append(digest["digestS3Object"])
    for log in digest["logFiles"]:
        try:
            data = open(os.path.join(root, log["s3Object"]), "rb").read()
        except FileNotFoundError:
            logs["missing"] += 1
            continue
        text = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data)
        logs["valid" if hashlib.sha256(text).hexdigest() == log["hashValue"] else "invalid"] += 1
print(json.dumps({"valid": len(valid), "logs": logs, **seen}))
