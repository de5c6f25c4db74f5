"""Consent to the processing of personal data (law No. 94-V of 21 May 2013, art. 8), version by version."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from scheduling.models import Consent, ConsentText

FIRST_TEXT = {
    "kk": """\
Мен {operator} (бұдан әрі – Университет, БСН {bin}) ұйымына «Дербес деректер және оларды қорғау туралы» Қазақстан Республикасының 2013 жылғы 21 мамырдағы № 94-V Заңына сәйкес дербес деректерімді жинауға және өңдеуге келісім беремін.

Мақсаты: Университеттің онлайн курстарына тіркелу, оларда оқу, курс туралы хаттар алу, оқу барысы мен нәтижелерін есепке алу.

Деректер тізбесі: аты-жөнім; электрондық пошта мекенжайым; интерфейс тілі; тіркелген курстарым және оқыған бөліктерім; орындаған жұмыстарым мен бағаларым; маған жіберілген хаттар; осы келісім берілген уақыт пен желі мекенжайы.

Кім көреді: курс авторлары және курсты сүйемелдейтін Университет қызметкерлері.

Мерзімі: келісім кері қайтарып алынғанға дейін немесе деректерім жойылғанға дейін.

Деректер үшінші тұлғаларға берілмейді, шет елге берілмейді және жалпыға қолжетімді көздерде таратылмайды.

Мен «Профиль» бетінде деректерімнің көшірмесін ала аламын, курстан шыға аламын және деректерімді жойып, осы келісімді кері қайтарып ала аламын. Келісімсіз курста оқу мүмкін емес.""",
    "ru": """\
Я даю {operator} (далее – Университет, БИН {bin}) согласие на сбор и обработку моих персональных данных в соответствии с Законом Республики Казахстан от 21 мая 2013 года № 94-V «О персональных данных и их защите».

Цель: регистрация на онлайн-курсы Университета, обучение на них, получение писем о курсе, учёт хода и результатов обучения.

Перечень данных: фамилия и имя; адрес электронной почты; язык интерфейса; курсы, на которые я зарегистрирован(а), и прочитанные части; выполненные работы и оценки; письма, отправленные мне; время и сетевой адрес, с которого дано это согласие.

Кто видит: авторы курса и сотрудники Университета, сопровождающие курс.

Срок: до отзыва согласия или удаления моих данных.

Данные не передаются третьим лицам, не передаются за границу и не распространяются в общедоступных источниках.

На странице «Профиль» я могу получить копию своих данных, покинуть курс, удалить свои данные и тем самым отозвать это согласие. Без согласия обучение на курсе невозможно.""",
    "en": """\
I consent to the collection and processing of my personal data by {operator} (the University, BIN {bin}) under the Law of the Republic of Kazakhstan No. 94-V of 21 May 2013 “On personal data and their protection”.

Purpose: registering for the University's online courses, learning in them, receiving letters about the course, and keeping account of progress and results.

Data: my name; my e-mail address; the language of the interface; the courses I registered for and the parts I have read; my work and grades; the letters sent to me; the time and network address at which this consent was given.

Who sees them: the authors of the course and the University's staff who support it.

Term: until the consent is withdrawn or my data are erased.

The data are not passed to third parties, not transferred abroad and not spread in public sources.

On the page “Profile” I can obtain a copy of my data, leave a course, and erase my data, which withdraws this consent. Learning in the course is not possible without consent.""",
}


def consent_text_in_force(at: datetime) -> ConsentText:
    """The newest version in force at ``at``; the first one is written down when it is first asked for."""
    text = ConsentText.objects.filter(in_force_from__lte=at).order_by("-version").first()
    return text or _write_first_text(at)


def _write_first_text(at: datetime) -> ConsentText:
    names = {"operator": settings.OPERATOR_NAME, "bin": settings.OPERATOR_BIN or "–"}
    texts = {f"text_{language}": text.format(**names) for language, text in FIRST_TEXT.items()}
    return ConsentText.objects.get_or_create(version=1, defaults={"in_force_from": at, **texts})[0]


def text_to_read(text: ConsentText, language: str | None = None) -> str:
    """The text in the reader's language."""
    return getattr(text, f"text_{language or get_language() or 'kk'}", "") or text.text_kk


def consent_given(user, text: ConsentText) -> Consent | None:
    return Consent.objects.filter(user=user, text=text).first()


def give_consent(user, *, text: ConsentText, at: datetime, address: str | None) -> Consent:
    """Write down that ``user`` ticked the box under ``text``: when, and from which address. Once per version."""
    return Consent.objects.get_or_create(user=user, text=text, defaults={"given_at": at, "address": address})[0]
