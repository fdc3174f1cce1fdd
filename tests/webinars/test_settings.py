"""The room server's settings: an address in clear, or a hash that it does not know, is refused at the start."""

from pathlib import Path

import pytest

from webapp.settings import SettingsError, load
from webapp.webinars.bigbluebutton import server_of


@pytest.mark.parametrize(
    "line",
    [
        'bbb_address = "http://visio.val-imaginaire.example/bigbluebutton/"',
        'bbb_address = "visio.val-imaginaire.example"',
        'bbb_checksum = "md5"',
        'room_test_address = "http://127.0.0.1/essai"',
    ],
)
def test_a_room_server_that_would_be_spoken_to_in_clear_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "settings.toml").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=line.partition(" ")[0]):
        load(tmp_path)


def test_the_secret_of_the_room_is_read_from_its_own_file_alone(tmp_path: Path) -> None:
    address = "https://visio.val-imaginaire.example/bigbluebutton/"
    (tmp_path / "settings.toml").write_text(f'bbb_address = "{address}"', encoding="utf-8")
    kept = load(tmp_path)
    assert server_of(kept.bbb_address, kept.bbb_secret, kept.bbb_checksum) is None
    (tmp_path / "keys" / "bbb_secret").write_text("secret partagé\n", encoding="utf-8")
    server = server_of(kept.bbb_address, kept.bbb_secret, kept.bbb_checksum)
    assert server is not None
    assert (server.address, server.secret, server.algorithm) == (address, "secret partagé", "sha256")
    assert "secret partagé" not in repr(server)
