"""The map of places as readers use it."""


def test_the_map_can_be_magnified_and_its_letters_keep_their_size(open_page):
    page = open_page()
    page.goto("/map/")
    label = page.locator(".labels text").first
    mark = page.locator(".world .picture-mark")
    before, was = label.bounding_box(), mark.bounding_box()
    page.get_by_role("button", name="Larger").click()
    assert abs(label.bounding_box()["height"] - before["height"]) < 1
    assert abs(mark.bounding_box()["width"] - was["width"]) < 1
    page.get_by_role("button", name="Whole picture").click()
    assert page.locator(".world").bounding_box()["width"] <= 1280


def test_on_a_phone_the_map_fits_and_its_marks_are_visible(open_page):
    page = open_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto("/map/")
    assert page.locator(".world").bounding_box()["width"] <= 390
    # Seen, and no wider than the country that it lies in.
    mark = page.locator(".world .picture-mark path").bounding_box()["width"]
    land = page.get_by_role("link", name="Namibia: ").locator("path").bounding_box()["width"]
    assert 8 <= mark < land
    assert page.get_by_role("link", name="Namibia", exact=True).first.is_visible()


def test_a_country_is_reached_by_keyboard_and_leads_to_its_page(open_page):
    page = open_page()
    page.goto("/map/")
    page.get_by_role("link", name="Japan: 11 statements").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/japan/")
    assert page.get_by_role("img", name="Japan among its neighbours").is_visible()
