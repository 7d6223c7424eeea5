"""Files and images of Django: their names end as the field asks, and what an image tells of itself is left to it."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.projecting import Request, project
from tests.scaffold.projects import shop

FILES = """

from django.core.validators import FileExtensionValidator


class Picture(models.Model):
    image = models.ImageField(upload_to="pictures", width_field="width", height_field="height")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    scan = models.ImageField(upload_to="scans", validators=[FileExtensionValidator(["jpg", "jpeg"])])
    paper = models.FileField(upload_to="papers", validators=[FileExtensionValidator(["pdf"])])
"""


def test_files_end_as_their_fields_ask_and_images_tell_their_size(tmp_path: Path) -> None:
    folder = shop(tmp_path / "home")
    with (folder / "shop" / "models.py").open("a") as file:
        file.write(FILES)
    made = project(Request(folder, only=("factories",))).made
    lines = {line.name: line.code for each in made.factories if each.name == "PictureFactory" for line in each.lines}
    image = 'factory.django.ImageField(filename="{}", format="{}", width=64, height=48)'
    assert lines == {
        "image": image.format("image.png", "PNG"),
        "scan": image.format("scan.jpg", "JPEG"),
        "paper": 'factory.django.FileField(filename="paper.pdf", data=b"paper of nobody\\n")',
    }
