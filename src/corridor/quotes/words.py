"""The words of a quote in each language: one table, the same keys in all."""

LANGUAGES = ("en", "tr", "ru", "zh")
#: Separators of thousands and decimals.
SEPARATORS: dict[str, tuple[str, str]] = {
    "en": (",", "."),
    "tr": (".", ","),
    "ru": ("\u00a0", ","),
    "zh": (",", "."),
}
#: One row for each thing said, in the order of `LANGUAGES`.
TABLE: dict[str, tuple[str, str, str, str]] = {
    "title": ("Quotation", "Fiyat teklifi", "Коммерческое предложение", "报价单"),
    "issued": ("date", "tarih", "дата", "日期"),
    "from_to": ("route", "güzergâh", "маршрут", "线路"),
    "way": ("via", "geçiş noktaları", "через", "途经"),
    "cargo": ("equipment", "ekipman", "оборудование", "箱型箱量"),
    "transit": ("transit time", "transit süre", "срок доставки", "运输时间"),
    "promise": (
        "typically {typical} days; 90 % of shipments within {within} days",
        "genellikle yaklaşık {typical} gün; on sevkiyatın dokuzu {within} gün içinde",
        "обычно около {typical} сут.; девять из десяти отправок — не более {within} сут.",
        "通常约{typical}天；十票中有九票在{within}天内到达",
    ),
    "etd": ("ETD", "ETD (tahmini kalkış)", "ETD (ожидаемая дата отправления)", "ETD（预计发运）"),
    "eta": ("ETA", "ETA (tahmini varış)", "ETA (ожидаемая дата прибытия)", "ETA（预计到达）"),
    "arrival": (
        "typically {typical}; 90 % by {within}",
        "yaklaşık {typical}; on sevkiyatın dokuzu en geç {within}",
        "около {typical}; девять из десяти — не позднее {within}",
        "约{typical}；十票中九票不晚于{within}",
    ),
    "cut_off": ("cut-off", "cut-off (son teslim)", "крайний срок сдачи груза", "截关时间"),
    "service": ("service", "hizmet", "услуга", "费用项目"),
    "place": ("section or place", "parkur veya yer", "участок или пункт", "区段或地点"),
    "payee": ("payee", "alacaklı", "получатель платежа", "收款方"),
    "currency": ("currency", "para birimi", "валюта", "币种"),
    "amount": ("amount", "tutar", "сумма", "金额"),
    "haulage": ("haulage", "taşıma", "перевозка", "运费"),
    "transshipment": ("transshipment", "aktarma", "перевалка", "换装费"),
    "gauge_break": (
        "change of gauge",
        "ray açıklığı değişimi",
        "перегруз на стыке колеи",
        "换轨费",
    ),
    "border": ("border crossing", "sınır geçişi", "пограничный переход", "口岸费"),
    "hand_over": ("interchange", "devir teslim", "передача между перевозчиками", "交接费"),
    "storage": ("storage", "ardiye", "хранение", "堆存费"),
    "demurrage": ("demurrage", "demuraj", "демередж", "滞港费"),
    "detention": ("detention", "detention (konteyner gecikme)", "детеншн", "滞箱费"),
    "expected": (
        "expected, mean; 90 % of shipments pay at most {high}",
        "beklenen ortalama; on sevkiyatın dokuzunda en fazla {high}",
        "ожидаемое среднее; девять из десяти отправок — не более {high}",
        "预计平均值；十票中九票不超过{high}",
    ),
    "carbon": ("carbon price", "karbon fiyatı", "плата за выбросы CO2", "碳排放费"),
    "fuel_eu": ("FuelEU", "FuelEU", "FuelEU", "FuelEU"),
    "several": ("several services", "çeşitli hizmetler", "прочие услуги", "多项费用"),
    "on_request": ("on request", "talep üzerine", "по запросу", "另询"),
    "indicative": (
        "indicative, {low} to {high}",
        "gösterge niteliğinde, {low} – {high}",
        "ориентировочно, от {low} до {high}",
        "参考价，{low}至{high}",
    ),
    "total": ("total", "toplam", "итого", "合计"),
    "partial": (
        "total of what is priced",
        "fiyatlı kalemlerin toplamı",
        "итого по позициям с ценой",
        "已报价项目合计",
    ),
    "together": ("all together", "genel toplam", "всего", "总计"),
    "rates": ("exchange rates", "döviz kurları", "курсы валют", "汇率"),
    "excluded": ("not included", "dahil değildir", "не включено", "不包括"),
    "exclusions": (
        "pick-up and delivery, customs duties and clearance, cargo insurance",
        "kapıdan alım ve teslim, gümrük vergileri ve gümrükleme, yük sigortası",
        "вывоз и доставка автотранспортом, таможенные платежи и оформление, страхование груза",
        "提货和派送、关税及清关、货物保险",
    ),
    "no_demurrage": (
        "demurrage and detention",
        "demuraj ve detention",
        "демередж и детеншн",
        "滞港费和滞箱费",
    ),
    "valid_until": ("valid until", "geçerlilik tarihi", "действительно до", "报价有效期至"),
    "terms": ("terms", "koşullar", "условия", "条款"),
    "notes": ("note", "not", "примечание", "备注"),
    "cost": ("cost", "maliyet", "себестоимость", "成本"),
    "margin": ("margin", "kâr marjı", "наценка", "利润率"),
}


def words_of(language: str) -> dict[str, str]:
    """Return the words of a language by key.

    >>> words_of("tr")["title"]
    'Fiyat teklifi'
    """
    place = LANGUAGES.index(language)
    return {key: row[place] for key, row in TABLE.items()}


def amount(cents: int, language: str) -> str:
    """Return an amount as a language writes it, to the cent.

    >>> amount(567512, "en"), amount(567512, "tr")
    ('5,675.12', '5.675,12')
    """
    thousands, decimal = SEPARATORS[language]
    whole = f"{cents // 100:,}".replace(",", thousands)
    return f"{whole}{decimal}{cents % 100:02d}"
