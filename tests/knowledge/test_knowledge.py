"""The shipped facts fit together and lead customers where they have to go."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge

INTENTS = [
    "renew_registration",
    "check_registration_needed",
    "ask_registration_requirements",
    "find_purchase_code",
    "find_serial_number",
    "change_registered_email",
    "mail_not_received",
    "ask_license_info_change",
    "ask_expiry_consequence",
    "ask_supported_products",
    "upgrade_version",
    "stop_auto_renew",
    "identify_provider",
    "find_order_number",
    "explain_auto_renew",
    "unknown_charge",
    "ask_after_cancellation",
    "cannot_cancel",
    "contact_support",
    "talk_to_human",
    "check_ticket_status",
]


def test_every_intent_of_the_product_lines_is_a_topic(knowledge: Knowledge) -> None:
    assert list(knowledge.topics) == INTENTS


def test_only_topics_without_one_answer_have_no_guide(knowledge: Knowledge) -> None:
    without = [key for key, topic in knowledge.topics.items() if topic.guide is None]
    assert without == ["stop_auto_renew", "talk_to_human", "check_ticket_status"]


@pytest.mark.parametrize(
    ("provider", "product", "guide"),
    [
        ("allsoft", None, "off_allsoft"),
        ("digital_river", "kaspersky_plus", "off_digital_river"),
        ("2checkout", None, "off_2checkout"),
        ("my_kaspersky", None, "off_my_kaspersky"),
        ("app_store", None, "off_ios"),
        ("google_play", None, "off_android"),
        ("huawei", None, "off_huawei"),
        ("nexway", None, None),
        ("nexway", "kaspersky_basic", "off_nexway_my_kaspersky"),
        ("nexway", "kaspersky_standard", "off_nexway_my_kaspersky"),
        ("nexway", "kaspersky_plus", "off_nexway_my_kaspersky"),
        ("nexway", "kaspersky_premium", "off_nexway_my_kaspersky"),
        ("nexway", "kaspersky_security_cloud", "off_nexway_my_kaspersky"),
        ("nexway", "kaspersky_internet_security", "off_nexway_account"),
        ("nexway", "kaspersky_anti_virus", "off_nexway_account"),
    ],
)
def test_each_provider_leads_to_its_procedure(
    knowledge: Knowledge, provider: str, product: str | None, guide: str | None
) -> None:
    assert knowledge.auto_renewal_guide(provider, product) == guide


@pytest.mark.parametrize(
    ("product", "desk"),
    [
        ("eset_home_security_ultimate", "home"),
        ("eset_home_security_premium", "home"),
        ("eset_home_security_essential", "home"),
        ("eset_mobile_security", "home"),
        ("eset_smart_security_premium", "home"),
        ("eset_internet_security", "home"),
        ("eset_small_business_security", "soho"),
        ("eset_nod32_antivirus", "soho"),
        ("kaspersky_plus", None),
        ("unheard_of", None),
        (None, None),
    ],
)
def test_each_product_has_its_desk(knowledge: Knowledge, product: str | None, desk: str | None) -> None:
    assert knowledge.desk_for(product) == desk


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("ESSP", "eset_smart_security_premium"),
        ("EIS", "eset_internet_security"),
        ("KIS", "kaspersky_internet_security"),
        ("NOD32", "eset_nod32_antivirus"),
        ("カスペルスキー プラス", "kaspersky_plus"),
        ("kaspersky plus", "kaspersky_plus"),
        ("ESET HOME セキュリティ エッセンシャル", "eset_home_security_essential"),
    ],
)
def test_everyday_names_mean_one_product(knowledge: Knowledge, name: str, product: str) -> None:
    found = [key for key, p in knowledge.products.items() if name.lower() in {form.lower() for form in p.surface_forms}]
    assert found == [product]


def test_brand_words_name_no_product(knowledge: Knowledge) -> None:
    forms = {form.lower() for product in knowledge.products.values() for form in product.surface_forms}
    brands = {alias.lower() for aliases in knowledge.brands.values() for alias in aliases.all}
    assert {"eset", "イーセット", "カスペ", "カスペルスキー"} <= brands
    assert not forms & brands


def test_the_covered_products_are_those_of_the_page(knowledge: Knowledge) -> None:
    assert [len(knowledge.list_of(kind)) for kind in ("registration_products", "registration_legacy_products")] == [
        6,
        2,
    ]
    assert len(knowledge.list_of("my_kaspersky_products")) == 5


def test_nothing_is_made_up_for_nexway_statements(knowledge: Knowledge) -> None:
    assert knowledge.providers["nexway"].card_statements == ()
    line = knowledge.list_of("card_statements")[1]
    assert "Nexway" in line.ja
    assert "注文番号" in line.ja
