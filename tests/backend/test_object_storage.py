"""The file store is a matter of configuration: the same services on an S3-compatible object store."""

import boto3
import pytest
from moto import mock_aws

from documents.models import StoredFile
from documents.services import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def object_store(settings, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        store = boto3.client("s3", region_name="us-east-1")
        store.create_bucket(Bucket="drafts")
        options = settings.S3_FILES["OPTIONS"] | {"bucket_name": "drafts", "region_name": "us-east-1"}
        settings.STORAGES = settings.STORAGES | {"default": settings.S3_FILES | {"OPTIONS": options}}
        yield store


def test_file_goes_to_the_bucket_and_comes_back_byte_for_byte(object_store):
    stored = files.store(data=b"a draft", content_type=files.WORD)

    assert files.content(StoredFile.objects.get(pk=stored.pk)) == b"a draft"
    kept = object_store.list_objects_v2(Bucket="drafts")["Contents"]
    assert [item["Key"] for item in kept] == [f"{stored.sha256[:2]}/{stored.sha256}"]


def test_same_bytes_are_kept_once(object_store):
    one = files.store(data=b"a draft", content_type=files.WORD)

    assert files.store(data=b"a draft", content_type=files.WORD) == one
    assert object_store.list_objects_v2(Bucket="drafts")["KeyCount"] == 1
