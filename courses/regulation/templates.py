"""The templates that the first version comes with (T1–T12): ours, editable per version.

The regulation names approved templates (4.6, 5.1.2, 5.1.3, 5.2.1, 5.2.5) without containing them.
"""

from typing import NamedTuple


class DefaultTemplate(NamedTuple):
    """Names and texts are in Kazakh, Russian and English; a text lists the fields of the paper."""

    code: str
    clause: str
    names: tuple[str, str, str]
    texts: tuple[str, str, str]


TEMPLATES: tuple[DefaultTemplate, ...] = (
    DefaultTemplate(
        "T1",
        "5.1.2",
        ("Жұмыс бағдарламасы", "Рабочая программа", "Working programme"),
        (
            "Атауы; түрі; білім беру бағдарламасы мен пән; факультет, кафедра; авторлар; кредит, апта, аптасына сағат; оқыту тілі; пререквизиттер; мақсаты; оқу нәтижелері; тақырыптық жоспар; бағалау; әдебиет; глоссарий жоспары; бекіту жолы.",
            "Название; вид; образовательная программа и дисциплина; факультет, кафедра; авторы; кредиты, недели, часы в неделю; язык обучения; пререквизиты; цель; результаты обучения; тематический план; оценивание; литература; план глоссария; строка утверждения.",
            "Title; kind; educational programme and discipline; faculty, department; authors; credits, weeks, hours a week; language; prerequisites; goal; learning outcomes; thematic plan; assessment; literature; glossary plan; approval line.",
        ),
    ),
    DefaultTemplate(
        "T2",
        "5.2.1",
        (
            "Орналастыруға арналған ақпарат топтамасы",
            "Пакет сведений для размещения",
            "Information pack for placement",
        ),
        (
            "Қысқа және толық сипаттама; мұқаба суреті; бейне-аннотация; авторлар; басталуы, апта, сағат, кредит; тілі; талаптар; нәтижелер; бағалау және өту балы; сертификат; үшінші тұлғалардың құқықтары; екі үзінді; байланыс; файлдар тізімі.",
            "Краткое и полное описание; обложка; видеоаннотация; авторы; начало, недели, часы, кредиты; язык; требования; результаты; оценивание и проходной балл; сертификат; права третьих лиц; обе выписки; контакт; список файлов.",
            "Short and long description; cover; annotation video; authors; start, weeks, hours, credits; language; requirements; results; assessment and pass mark; certificate; third-party rights; both extracts; contact; list of files.",
        ),
    ),
    DefaultTemplate(
        "T3",
        "4.6",
        ("Тест тапсырмасы", "Тестовое задание", "Test item"),
        (
            "№; бөлім және бөлігі; оқу нәтижесі; деңгейі; түрі; сұрақ; нұсқалар; дұрыс жауап; параметрлер мен формула; балл; кері байланыс; уақыты; авторы; күні; дереккөзі.",
            "№; раздел и часть; результат обучения; уровень; вид; вопрос; варианты; правильный ответ; параметры и формула; баллы; обратная связь; время; автор; дата; источник.",
            "No.; section and part; learning outcome; level; kind; stem; options; key; parameters and formula; points; feedback; time; author; date; source.",
        ),
    ),
    DefaultTemplate(
        "T4",
        "4.5",
        ("Бөлім хабарламасы", "Сообщение о разделе", "Section announcement"),
        (
            "Сәлемдесу; бөлім нөмірі мен атауы; не жаңа; не істеу керек; орындау мерзімі; қашанға дейін ашық; келесі апта.",
            "Приветствие; номер и название раздела; что нового; что сделать; срок выполнения; до какого числа открыт; следующая неделя.",
            "Greeting; number and title of the section; what is new; what to do; deadline; until when it is open; next week.",
        ),
    ),
    DefaultTemplate(
        "T5",
        "5.2.4",
        (
            "Курстың басталуы туралы хабарлама",
            "Информационное сообщение о начале курса",
            "Launch information message",
        ),
        (
            "Атауы; кімге арналған; басталатын күні; апта мен сағат; не үйренесіз; авторлар; тегін және сертификат; сілтеме; тіркеу жабылатын күн.",
            "Название; для кого; дата начала; недели и часы; чему научитесь; авторы; бесплатно и сертификат; ссылка; дата закрытия регистрации.",
            "Title; for whom; start date; weeks and hours; what you will be able to do; authors; free and certificate; link; when registration closes.",
        ),
    ),
    DefaultTemplate(
        "T6",
        "5.1.5",
        ("Сараптама парағы", "Лист экспертизы", "Review checklist"),
        (
            "А мақсаттар мен нәтижелер; Б құрылым; В мазмұн; Г бейне; Д бағалау; Е глоссарий, әдебиет; Ж құқықтар мен адалдық; З қолжетімділік, тіл. Қорытынды: дайын / түзетуден кейін / дайын емес және негіздеме.",
            "А цели и результаты; Б структура; В содержание; Г видео; Д оценивание; Е глоссарий, литература; Ж права и честность; З доступность, язык. Заключение: готов / после доработки / не готов и обоснование.",
            "A goals and outcomes; B structure; C content; D video; E assessment; F glossary, literature; G rights and integrity; H accessibility, language. Conclusion: ready / after fixing / not ready, with the reason.",
        ),
    ),
    DefaultTemplate(
        "T7",
        "5.1.5",
        ("Хаттамадан үзінді", "Выписка из протокола", "Protocol extract"),
        (
            "Ұйым; үзінді №; отырыс, күні, орны; төраға, хатшы, қатысқаны; күн тәртібі; тыңдалды; сөз сөйледі; қаулы етілді; дауыс; қолдар; үзінді дұрыс.",
            "Организация; выписка №; заседание, дата, место; председатель, секретарь, присутствовали; повестка; слушали; выступили; постановили; голоса; подписи; выписка верна.",
            "Organisation; extract No.; meeting, date, place; chair, secretary, presence; agenda; heard; spoke; resolved; votes; signatures; certified extract.",
        ),
    ),
    DefaultTemplate(
        "T8",
        "5.1.1",
        ("Жұмыс кестесі және түсірілім парағы", "График работ и лист съёмки", "Work schedule and filming sheet"),
        (
            "Дәріс; бөлім; жоспарлы минут; лектор; күні, уақыты, студия; құралдар; материалдар; сынама; түсірілді; қаралды; монтаждалды; жүктелді; жауапты; ескертпе.",
            "Лекция; раздел; план, минут; лектор; дата, время, студия; средства; материалы; проба; снято; просмотрено; смонтировано; загружено; ответственный; примечание.",
            "Lecture; section; planned minutes; lecturer; date, slot, studio; aids; materials; test take; filmed; viewed; edited; uploaded; owner; note.",
        ),
    ),
    DefaultTemplate(
        "T9",
        "5.1.3",
        ("Лекторға арналған жадынама", "Памятка лектору", "Memo for the lecturer"),
        (
            "Киім; 30 минут бұрын келу; сынамалық үзінді; көмекші құралдар; материалдарды алдын ала жіберу; тіл мен мәнер; танысқаны туралы белгі.",
            "Одежда; приход за 30 минут; пробный фрагмент; вспомогательные средства; материалы заранее; язык и стиль; отметка об ознакомлении.",
            "Clothing; arrival 30 minutes before; test take; aids; materials beforehand; language and style; tick that it was read.",
        ),
    ),
    DefaultTemplate(
        "T10",
        "5.2.1",
        ("Орналастыру хаты", "Письмо о размещении", "Placement letter"),
        (
            "Кімге; курс; орналастыруды сұраймыз; қоса берілген құжаттар; байланыс; қолы.",
            "Кому; курс; просим разместить; приложения; контакт; подпись.",
            "To; course; request to place it; enclosures; contact; signature.",
        ),
    ),
    DefaultTemplate(
        "T11",
        "5.2.5",
        ("Сүйемелдеу журналы", "Журнал сопровождения", "Support log"),
        (
            "Күні; түрі (сұрақ, қате, түсіндіру, белсенділік); әрекет; кім.",
            "Дата; вид (вопрос, ошибка, разъяснение, активность); действие; кем.",
            "Date; kind (question, error, clarification, activity); action; by whom.",
        ),
    ),
    DefaultTemplate(
        "T12",
        "4.9",
        ("Сынақтан өткізу жазбасы", "Запись об апробации", "Pilot record"),
        (
            "Топ; саны; күндері; әр тапсырма бойынша: шешілгені %, минут, ескертулер, енгізілген өзгеріс.",
            "Группа; число; даты; по каждому заданию: решено %, минут, замечания, внесённое изменение.",
            "Group; number; dates; for each task: solved %, minutes, remarks, change made.",
        ),
    ),
)
