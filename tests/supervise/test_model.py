"""A model belongs to the content of the files it was made of."""

import os
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.supervise import model
from bot.supervise.model import TrainingFailed, content_hash, newest_model, train, wanted_model


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, var_dir=tmp_path / "var", models_dir=tmp_path / "models")  # type: ignore[call-arg]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "more").mkdir(parents=True)
    (folder / "nlu.yml").write_text("a")
    (folder / "more" / "rules.yml").write_text("b")
    return folder


def test_the_same_content_elsewhere_is_the_same_model(data: Path, tmp_path: Path) -> None:
    before = content_hash({"data": data})
    moved = data.rename(tmp_path / "elsewhere")
    assert content_hash({"data": moved}) == before


def test_a_changed_renamed_added_or_removed_file_is_another_model(data: Path) -> None:
    seen = {content_hash({"data": data})}
    (data / "nlu.yml").write_text("A")
    seen.add(content_hash({"data": data}))
    (data / "nlu.yml").rename(data / "nlu2.yml")
    seen.add(content_hash({"data": data}))
    (data / "extra.yml").write_text("")
    seen.add(content_hash({"data": data}))
    (data / "more" / "rules.yml").unlink()
    seen.add(content_hash({"data": data}))
    assert len(seen) == 5


def test_touching_a_file_and_bytecode_change_nothing(data: Path) -> None:
    before = content_hash({"data": data})
    os.utime(data / "nlu.yml", (1, 1))
    (data / "__pycache__").mkdir()
    (data / "__pycache__" / "x.pyc").write_bytes(b"1")
    (data / ".nlu.yml.swp").write_text("draft")
    assert content_hash({"data": data}) == before


def test_the_model_of_this_repository_depends_on_the_knowledge_folder(settings: Settings, data: Path) -> None:
    other = settings.model_copy(update={"knowledge_dir": data})
    assert wanted_model(settings) != wanted_model(other)


def _pretend(monkeypatch: pytest.MonkeyPatch, code: int, makes: bool) -> None:
    def rasa(arguments: list[str], log: Path) -> int:
        if makes:
            folder, name = arguments[2], arguments[4]
            (Path(folder) / f"{name}.tar.gz").write_bytes(b"model")
        return code

    monkeypatch.setattr(model, "_rasa", rasa)


def test_training_keeps_the_new_model_and_two_older_ones(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.models_dir.mkdir()
    for age in range(1, 6):
        old = settings.models_dir / f"desk-{age}.tar.gz"
        old.write_bytes(b"")
        os.utime(old, (10**9 - age, 10**9 - age))
    _pretend(monkeypatch, code=0, makes=True)

    made = train(settings, tmp_path / "train.log")

    assert made == wanted_model(settings) == newest_model(settings.models_dir)
    assert {file.name for file in settings.models_dir.iterdir()} == {made.name, "desk-1.tar.gz", "desk-2.tar.gz"}


@pytest.mark.parametrize(("code", "makes"), [(1, False), (1, True), (0, False)])
def test_a_failed_training_leaves_no_model(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, makes: bool
) -> None:
    _pretend(monkeypatch, code, makes)
    with pytest.raises(TrainingFailed, match=r"train\.log say why"):
        train(settings, tmp_path / "train.log")
    assert newest_model(settings.models_dir) is None
