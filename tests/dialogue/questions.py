"""One plain question for every intent that a guide answers, in both languages."""

from __future__ import annotations

QUESTIONS: dict[str, dict[str, str]] = {
    "renew_registration": {
        "ja": "更新ユーザー登録のやり方を教えてください",
        "en": "How do I do the renewal user registration?",
    },
    "check_registration_needed": {"ja": "更新登録は必要ですか？", "en": "Do I need to register the renewal?"},
    "ask_registration_requirements": {
        "ja": "登録には何が必要ですか？",
        "en": "What do I need to have ready for the registration?",
    },
    "find_purchase_code": {"ja": "購入コードはどこに書いてありますか？", "en": "Where can I find the purchase code?"},
    "find_serial_number": {"ja": "シリアル番号はどこで確認できますか？", "en": "Where do I find my serial number?"},
    "change_registered_email": {
        "ja": "登録したメールアドレスを変更するにはどうすればいいですか？",
        "en": "How do I change the mail address I registered with?",
    },
    "mail_not_received": {
        "ja": "登録したのに完了メールが届かないのですが、どうすればいいですか？",
        "en": "I registered but the completion mail never came, what should I do?",
    },
    "ask_license_info_change": {
        "ja": "更新するとシリアル番号は変わりますか？",
        "en": "Does my serial number change after the renewal?",
    },
    "ask_expiry_consequence": {
        "ja": "有効期限が切れるとどうなりますか？",
        "en": "What happens when the licence expires?",
    },
    "ask_supported_products": {
        "ja": "更新登録の対象製品を教えてください。どの製品が対象ですか？",
        "en": "Which products are covered by the renewal registration?",
    },
    "upgrade_version": {
        "ja": "新しいバージョンにするにはどうすればいいですか？",
        "en": "How do I upgrade the program to the newest version?",
    },
    "find_order_number": {"ja": "注文番号はどこに書いてありますか？", "en": "Where is the order number written?"},
    "explain_auto_renew": {"ja": "自動更新とは何ですか？", "en": "What is auto-renewal?"},
    "unknown_charge": {
        "ja": "カードに覚えのない請求があるのですが、これは何ですか？",
        "en": "There is a charge on my card I don't recognise, what is it?",
    },
    "ask_after_cancellation": {
        "ja": "自動更新をオフにした後のライセンスはどうなりますか？",
        "en": "What happens to my licence after I turn off auto-renewal?",
    },
    "cannot_cancel": {
        "ja": "自動更新を解約できないときはどうすればいいですか？",
        "en": "What should I do if I can't cancel the auto-renewal?",
    },
    "contact_support": {"ja": "サポート窓口の連絡先はどこですか？", "en": "How can I contact the support desk?"},
}
