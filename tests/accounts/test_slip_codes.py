import re

from hypothesis import given
from hypothesis import strategies as st

from webapp.accounts import slips
from webapp.pdf.square import square


def test_a_code_carries_128_bits_in_26_signs_that_cannot_be_misread():
    code = slips.new_code()

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", code)
    assert slips.new_code() != code
    assert code[0] in "01234567"  # 130 bits written, the first two always zero


def test_a_code_is_read_back_whatever_a_hand_did_with_it():
    code = slips.new_code()
    typed = slips.grouped(code).lower().replace(" ", " - ").replace("0", "o").replace("1", "l")

    assert slips.read_code(typed) == code
    assert slips.read_code(f"  {code}\n") == code


@given(st.text(max_size=300))
def test_anything_else_is_no_code(text: str):
    read = slips.read_code(text)

    assert read is None or (len(read) == slips.LENGTH and set(read) <= set(slips.ALPHABET))


def test_the_square_is_a_data_url_without_the_code_in_clear():
    code = slips.new_code()

    drawn = square(f"http://localhost/connexion/bulletin/{code}")

    assert drawn.startswith("data:image/svg+xml")
    assert code not in drawn
