r"""The words of people in danger in English, Japanese and Korean, and the same words where nobody is.

The Chinese ones, and more of them, stand in `hub.rescue_words_zh`.

Three kinds of pattern, made into expressions by `hub.rescue`:

- `CORE`: cries for help; only an outright "no need to" before them takes them back.
- `DANGER`: things that happen to people; "if", "no", "how to prevent", "drill" around them take them back.
- `HARMLESS`: names and sayings that contain such words (救生衣, 遇难同胞纪念馆, emergency exit, 迷子センター).

Rules: a missed cry is worse than a false alarm, so where a sentence can be read both ways it is one. Patterns see
NFKC, lower case and straight apostrophes; in the English ones a letter of another script ends a word.
"""

import re

EN_STEMS = (
    "s o s",
    *re.findall(
        r"\S+",
        """
    help sos s.o.s mayday jiu save rescue ambulance police emergenc kill suicid die live trapped stranded stuck
    drown fell fall slipped overboard breath heart cardiac stroke seizure choking anaphyla conscious passed collapsed
    faint responding bleed blood hurt broke snake bitten poison missing lost gone went find kidnap being
    attacked robbed raped stabbed shot assaulted mugged hostage gun knife fire leak burning landslide avalanche mudslide
    flood earthquake tsunami rip sinking sunk capsize overturned flipped crash rolled accident dying threatening danger
    disappeared chest following let beat against water swept washed allergic throat overdos monoxide heat hypotherm
    frostbite bitten sprain twist injur doctor medic helicopter labor labour baby 110 119 120 911 smoke cut can't cannot
    stab
    """,
    ),
)
"One of these stands in whatever the English patterns match."

_A = "(?:the |a |an )?"
_LIMB = "(?:left |right )?(?:leg|arm|head|ankle|knee|foot|back|neck|hand|wrist|shoulder|hip|ribs?|eye)s?"
_LATELY = r"(?![^.!?]{0,20}(?:last (?:week|month|year)|(?:weeks?|months?|years?) ago))"
"An old injury is no danger."
_KIN = "(?:friend|child|kid|son|daughter|mother|father|mum|mom|dad|wife|husband|boy|girl)"
_STRAY = r"lost\b(?! (?:my|our|the|a|an|his|her|and found)\b)"
_LAME = r"(?:hurt|injured|bleeding|sprain\w*|twisted|can'?t walk|cannot walk)\b"
EN_CORE = (
    r"s[. ]?o[. ]?s\b(?! ?(?:button|key|app|function|bar|cafe|hotel))",
    r"mayday\b",
    r"jiu ?ming\b",
    r"\Ahe+lp+(?:\W+(?:me|us|please|pls|he+lp+))*\W*\Z",
    r"(?<!you to )he+lp+ (?:me|us)\b(?=(?: please| now| quick\w*| fast| asap| urgent\w*| someone)*\s*(?:[!.,]|$))",
    r"he+lp+ (?:me|us)\b(?=,? (?:i'?m|i am|we'?re|we are|my|someone|there'?s|there is) )",
    r"(?<!your )(?<!the )(?<!for )(?<!of )(?<!some )he+lp+ ?!",
    r"need (?:urgent |immediate )?help (?:now|urgently|immediately|asap|fast|quickly)",
    r"(?:i|we) (?:really )?need help(?=\s*(?:[!.,]|$))",
    r"urgent help|help urgent",
    r"(?:save|rescue) (?:me|us|him|her|them|my)\b(?! (?:money|time|some|a|the|from paying))",
    r"(?:need|want|request\w*|send|call) (?:\w+ ){0,3}(?:rescue|rescuers|rescued|an ambulance|ambulance)\b",
    r"call (?:the )?police\b",
    r"(?:call|dial|phone) (?:110|119|120|911|999|112)\b",
    r"send (?:\w+ ){0,2}help\b(?! (?:doc|page|link|file|center|desk|me|us))",
    r"some(?:one|body) (?:please )?help\b(?! (?:me|us) (?:with|book|find|buy|get|choose))",
    r"need (?:a |an )?(?:doctor|medic|paramedic|helicopter|medical (?:help|attention))\b(?=\s*(?:[!.,]|$|now"
    r"|here|urgent|asap"
    r"|immediately|quick))",
    r"emergenc(?:y|ies)\b",
    r"(?:kill myself|suicid\w*|want to die|don'?t want to live)\b",
)
EN_DANGER = (
    r"trapped\b(?! into)",
    rf"stranded (?:on|in|at) {_A}(?:\w+ )?(?:mountain|island|cliff|cave|boat|sea|river|forest|snow|desert|trail"
    r"|cable car|peak)",
    r"ferris wheel for|stuck (?:on|in|up) (?:the |a )?(?:ferris wheel|roller ?coaster|ride|zip ?line|ledge"
    r"|chair ?lift|rock|roof)",
    rf"stuck (?:on|in|at|up) {_A}(?:\w+ )?(?:mountain|island|cliff|cave|lift|elevator|cable car|gondola|river|flood"
    r"|snow|tree|peak|roof)",
    r"drown(?:ing|ed)\b(?! in (?:work|paper|email|debt))",
    rf"(?:fell|fallen|falling|slipped) (?:\w+ )?(?:into|in|off|down|from) (?:some |{_A})(?:\w+ )?(?:water|river|lake"
    r"|sea|ocean|ravine|cliff|mountain|stairs|horse|boat|bridge|pool|hole|well|rocks?)\b",
    r"(?:man|woman|child|person|people|someone|kid|boy|girl) overboard",
    r"(?:can'?t|cannot|can not) breathe?\b|not breathing|trouble breathing|difficulty breathing",
    r"heart attack|cardiac arrest|having a stroke|seizure|choking|anaphyla\w*",
    r"unconscious|passed out|collapsed|fainted|not responding",
    r"(?:badly|severely|heavily|won'?t stop|lot of) bleed\w*|bleeding (?:badly|heavily|a lot|out)"
    r"|losing (?:a lot of )?blood|is bleeding",
    r"(?:badly|seriously|severely) (?:hurt|injured)|(?:is|are|am|got|been) injured"
    r"|broke (?:my|his|her|a) (?:leg|arm|back|neck|hip|ankle)|broken (?:leg|arm|back|neck|hip)",
    r"snake ?bit\w*|bitten by a (?:snake|dog|viper)|food poisoning",
    r"(?:missing|lost) (?:child|kid|boy|girl|toddler|person)|(?:child|kid|son|daughter|baby|toddler|mother|father"
    r"|wife|husband|friend|boy|girl)(?: is| has gone| went| are|'s) ?(?:missing|lost|disappeared)",
    r"(?:lost|can'?t find|cannot find) (?:my|our) (?:child|children|kid|kids|son|daughter|baby|mother|father|wife"
    r"|husband|mum|mom|dad)(?=\s*(?:[!.,?]|$|in|at|on|near|please))",
    rf"(?:hurt|injured) (?:my|his|her|our|their) {_LIMB}\b{_LATELY}",
    rf"my {_LIMB} (?:is|are|got|was) (?:\w+ )?hurt\b{_LATELY}",
    rf"(?<!if )(?:(?:i am|we are|he is|she is|{_KIN} is|i'm|we're|he's|she's) (?:badly |seriously |also )?hurt\b"
    r"(?! by| that))",
    rf"{_STRAY}[^?]{{0,40}}\b{_LAME}|{_LAME}[^?]{{0,40}}\b(?:am|are|got|i'm|we're) {_STRAY}",
    rf"{_STRAY}[^?]{{0,40}}\b(?:(?:is|it's|getting) (?:already )?dark|no (?:phone |mobile )?signal|freezing)\b",
    rf"(?:we|i|we'?re|i'?m|are|am|got|get) lost (?:in|on|up) {_A}(?:\w+ )?(?:mountains?|forest|woods|desert|cave"
    r"|trail|jungle|hills?|snow|wild\w*|dark|fog)",
    r"kidnap\w*|being (?:followed|attacked|robbed|beaten)|hostage|gunshots?|(?:has|with) a (?:gun|knife)"
    r"|(?:was|were|been|got) (?:attacked|robbed|raped|stabbed|shot|assaulted|mugged)",
    r"there(?:'?s| is) (?:a )?(?:big )?(?:fire|gas leak)|wild ?fire"
    r"|(?:hotel|building|house|car|bus|boat|room|forest) (?:is |'s )?(?:on fire|burning)",
    rf"(?:caught in|hit by|buried (?:by|in|under)) {_A}(?:landslide|avalanche|mudslide|flood|flash flood|earthquake"
    r"|tsunami|rip current)",
    r"(?:boat|ship|ferry|raft|kayak) (?:is |has |'s )?(?:sinking|sunk|capsized?|overturned|flipped)",
    r"(?:bus|car|van|coach) (?:has |just )?(?:crashed|overturned|flipped|rolled over)"
    r"|(?:car|bus) crash|(?:bad|terrible|serious) accident",
    r"chest pains?|pain in (?:my|his|her) chest|stabbed\b|(?:is|are|'s|keeps?|been) following (?:me|us)\b",
    r"(?:won'?t|wouldn'?t|don'?t|not) let(?:ting)? (?:me|us) (?:leave|go\b|out)|against (?:my|our) will"
    r"|locked (?:me|us) (?:in|up)",
    r"beat(?:ing)? (?:me|us|him|her|them)\b|beaten up",
    r"(?:people|someone|somebody|child|kids?|man|woman|he|she|they)(?: is| are|'s|'re)?"
    r" (?:still )?in the water\b(?! park| slide| fun)",
    r"(?:swept|washed) (?:away|out to sea|off)",
    r"(?:there (?:was|is|has been)|there's(?: been)?|an?) (?:big )?(?:avalanche|landslide|mudslide|rock ?slide"
    r"|explosion|stampede"
    r"|shooting|accident)\b(?! (?:insurance|risk|warning|report))|\Aavalanche\W*\Z",
    r"(?:landslide|mudslide|flood|avalanche)\b[^.?!]{0,20}(?:blocked|buried|cut off)",
    r"(?:car|bus|traffic|road|bike|motorbike|boat|train|scooter) accident\b(?! (?:insurance|statistics|report))",
    r"\Afire\W*\Z|fire (?:in|at) (?:the|our|my|a) (?:\w+ )?(?:hotel|hostel|room|building|house|kitchen|forest"
    r"|car|bus|boat|train"
    r"|tent)\b|smoke everywhere|full of smoke",
    r"(?:we|i) (?:can'?t|cannot) get (?:out|down)\b(?! of (?:the|this|my) (?:app|page|menu|contract|tour|booking))",
    r"carbon monoxide|gas leak|allergic reaction|throat (?:is )?(?:closing|swelling)|overdos\w*|heat ?stroke"
    r"|hypothermia|frostbite",
    r"bitten\b[^.?!]{0,24}(?:bleed|swell|blood)|(?:in|into) labou?r\b|baby is coming\b(?! with| too| along)"
    r"|water(?:s)? (?:just )?broke",
    r"(?:is|am|are|'m|'re) dying\b(?! to| for)|life[- ]threatening|(?:am|are|is|'m|'re|'s) in danger\b",
)
EN_HARMLESS = (
    r"emergenc(?:y|ies) (?:exits?|contacts?|numbers?|phone|calls?|kits?|doors?|lanes?|stairs?|stairway|staircase|button"
    r"|passports?|visas?|loan|fund|services? number|plan|procedures?|hotline|telephone|travel document|brake|lights?)",
    r"(?:in case of|in the event of|in an|for|during|not an?|no|isn'?t an?|what if there(?:'s| is) an?) "
    r"(?:\w+ )?emergenc(?:y|ies)",
    r"non-?emergency",
    r"(?:song|movie|film|album|novel|musical|book)s? (?:called |named )?[\"\u201c'](?:[^\"\u201d']{1,30})[\"\u201d']",
    r"(?:should|can|could|do|how do|when do|why) (?:i|we) (?:call|dial)"
    r"|(?:how|number|when) to (?:call|dial)",
    r"(?:can|could|would|will) (?:you|someone|anyone|anybody|u) (?:please )?help (?:me|us)\s*(?:please\s*)?(?:[?.]|$)",
    r"(?:phone|camera|bag|wallet|hat|glasses|keys?|passport|drone|umbrella) (?:\w+ )?(?:fell|slipped) [a-z ]{0,20}",
    r"museum of [a-z ]{0,20}",
    r"(?:don'?t|do not|doesn'?t|no longer|didn'?t) (?:need|want|require)(?: (?:any|a|the|to be|to call))?(?: \w+)? "
    r"(?:help|rescue|rescued|ambulance|police)",
)
EN_UNREAL = (
    r"(?:what if|what happens if|what (?:should|do) (?:i|we) do if|what to do if|in case|avoid\w*|prevent\w*|risk of"
    r"|if (?:someone|somebody|anyone|i|we|you|my child|a child)|danger of|chance of|no one|nobody|not|isn'?t|wasn'?t"
    r"|aren'?t|weren'?t|never|movie|film|novel|story|drill)(?: (?:i|we|you|someone|anyone|my|our|child|kid|is|are|was"
    r"|were|be|been|gets?|getting|being|ever|a|an|the|really|about))* "
)
"Before a danger: it has not happened."

_JA_STRAY = "(?:道に迷|迷子に)(?:っ(?!たら|た場合)|い(?!や)|な[っり](?!たら|た場合))"
_JA_LAME = "(?:くじ[いき]|捻挫し|ひねっ|痛め[てま]|歩け(?:ない|ません|なく))"
JA = (
    f"{_JA_STRAY}[^?]{{0,20}}(?:{_JA_LAME}|暗く|真っ暗|圏外|電波が)",
    f"{_JA_LAME}[^?]{{0,20}}{_JA_STRAY}",
    "(?:助|たす)けて",
    "救助(?:して|要請|を(?:お願|呼|要請|求)|が必要|お願い)",
    "遭難(?:し(?!ない|たら|た場合|ないよ)|中)",
    "(?:溺|おぼ)れ(?:て|た(?!ら)|そう|ま)",
    "閉じ(?:込|こ)められ(?!たら|た場合|ない)",
    "(?:降り|下り|出)られ(?:ない|ません)(?:$|[!。])",
    "骨が?折れ(?!たら)",
    "(?:胸|心臓)が[^。]{0,4}(?:苦し|痛い|痛く|痛み)",
    "(?:^|[。!、])倒れ(?:ました|てい|て動)",
    "横転(?!したら)|転覆(?!したら)|沈(?:みそう|没し|みかけ)",
    "雪崩(?:に(?:巻|遭|あ)|が(?:起|発生))",
    "(?:襲われ|殴られ|刺され)(?:ました|て|た(?!ら|場合))",
    "警察(?:を|に)(?:呼んで|電話して|通報)|通報して",
    "救急車(?:!|$)|sosです",
    "(?:岩|雪|瓦礫|車|落石)の?(?:下)?に?挟まれ",
    "動け(?:ない|ません|なく)",
    "緊急(?:事態|です|なんです|搬送)",
    "救急車を?(?:呼|お願|頼|要)",
    "(?:意識|呼吸|脈)(?:が|も)?(?:ない|ありません|なく|不明|戻らない)",
    "息(?:が|を)?(?:できない|できません|していない|してない|していません|苦しい)",
    "呼吸(?:ができ|が苦し|困難)",
    "(?:血|出血)(?:が|も)?(?:止まら|ひど|たくさん|大量)",
    "(?:子供|子ども|こども|息子|娘|母|父|友達|友人)が(?:迷子|いなく|いません|いないんです|見つか[らり]|行方)",
    "行方不明(?!者数)",
    "迷子に(?:なっ|なり)",
    "(?:山|森|夜|雪)[^。、]{0,8}(?:道に迷|迷っ)",
    "事故(?:に(?:遭|あ)|が起き|が起こ|です)",
    "火事(?:です|だ|が|!|$)",
    "(?:川|海|崖|池|湖|水|谷|穴)(?:に|から|へ)[^。、]{0,4}(?:落ち|転落|流され)(?!ない|たら|た場合)",
    "流され(?:て|た(?!ら)|ま)",
    "(?:大|ひどい|重い)?(?:怪我|けが|ケガ)(?:を)?(?:し(?!ない|たら|た場合)|人)",
    "骨折し(?!ない|たら)",
    "(?:熊|クマ|蛇|ヘビ|人|男)に(?:襲われ|噛まれ|刺され)(?!たら|ない)",
    "誘拐",
    "(?:人|客|友人|友達|母|父|夫|妻|彼|彼女|子供)が(?:急に|突然)?倒れ",
    "(?<!空いて)(?<!すいて)(?<!くて)死にそう",
    "死にたい",
    "(?:強盗|暴行)に(?:遭|あ)",
)
JA_HARMLESS = (
    "(?:映画|歌|曲|ドラマ|小説|アニメ)の?「[^」]{1,20}」|「[^」]{1,20}」(?:という|って)(?:映画|歌|曲|ドラマ|本)",
    "(?:助|たす)けて(?:くれて|いただ|もらって|下さって|くださって)[^。]{0,12}(?:ありがと|有難|感謝|嬉し)",
    "迷子(?:センター|案内|札|防止)",
    "緊急(?:連絡先|出口|時|電話|避難場所)",
    "救助(?:犬|訓練|隊員の)",
    "(?:救助|救急車|助け)(?:は|も)?(?:不要|必要ありません|必要ない|いりません|要りません)",
    "(?:遭難|事故|火事|迷子|溺れ|怪我|けが)[^。]{0,4}(?:防止|予防|訓練|対策|保険|しないように|ないように)",
)

_KO_LIMB = "(?:다리|팔|머리|발목|허리|무릎|손목|손|발|목|어깨|등|얼굴|눈)[을를이가도]? ?"
_KO_STRAY = "길을? ?잃(?!지|으면|을)"
_KO_HURT = "다(?:쳤(?!으면|다면|던|을 ?[때경])|쳐(?!도))"
_KO_LAME = f"(?:{_KO_HURT}|삐었|삐끗|접질|못 ?걷|걸을 ?수가? ?없)"
KO = (
    f"{_KO_LIMB}(?:너무 |좀 |조금 )?{_KO_HURT}",
    f"(?:^|[.!?,~] ?|저 ?|제가 ?|나 ?|내가 ?|우리가? ?|저희가? ?){_KO_HURT}",
    f"{_KO_STRAY}[^?]{{0,30}}(?:{_KO_LAME}|어두[워운웠]|깜깜|캄캄|해가 ?[졌지]|신호가? ?(?:없|안))",
    f"{_KO_LAME}[^?]{{0,30}}{_KO_STRAY}",
    "살려 ?(?:주세요|줘|주십|달라|줄)",
    "(?:^|[!.?,~] ?|제발 ?|누가 ?|누구 ?|빨리 ?|급해요 ?|사람 ?)도와 ?(?:주세요|줘|주십)",
    "구조 ?(?:해 ?(?:주|줘)|요청|가 ?필요(?! 없)|를 ?(?:요청|부탁)|바랍)",
    "구조대(?:를)? ?(?:불러|보내)",
    "조난(?:당했|을 당했|됐|되었|이에요|입니다)",
    "갇(?:혔|혀|힌)",
    "고립(?:됐|되었|되어|돼)",
    "물에 ?빠(?:졌|진|져)",
    "익사",
    "응급 ?(?:상황|환자|입니다|이에요|이예요|해요)",
    "긴급 ?(?:상황|합니다|해요|구조|입니다)",
    "구급차(?:를)? ?(?:불러|보내|필요)",
    "119 ?(?:불러|좀 불러|에 신고)",
    "숨을? ?(?:못 ?쉬|안 ?쉬|쉴 ?수)",
    "숨이 ?막혀",
    "호흡 ?곤란",
    "의식[이을] ?(?:없|잃)",
    "쓰러(?:졌|져|진)",
    "기절(?:했|해)",
    "피가 ?(?:많이|계속|안 ?멈)",
    "(?:크게|심하게|많이) ?다쳤",
    "(?:사람|친구|아이|엄마|아빠|어머니|아버지)[가이]? ?다쳤",
    "다리가 ?부러졌",
    "실종(?:됐|되었|돼|입니다)",
    "(?:아이|아들|딸|애|할머니|할아버지|어머니|아버지)[를을가이]? ?(?:잃어버렸|없어졌|사라졌|안 보여)",
    f"[산숲밤눈][^.!?]{{0,8}}{_KO_STRAY}",
    "(?:절벽|산|바다|강|다리|계곡|호수)(?:에서|에|으로|로)? ?(?:떨어졌|떨어져|추락|떠내려)",
    "불이? ?났",
    "화재가",
    "납치",
    "강도를? ?[당만]",
    "폭행을? ?당",
    "자살",
    "죽고 ?싶",
    "(?<!배고파 )(?<!배고파서 )(?<!더워 )(?<!추워 )죽을 ?것 ?같",
    "(?:교통)?사고(?:가)? ?(?:났|당했)",
    "산사태가? ?(?:났|발생했)",
    "눈사태(?:가|에|!|$)(?! ?나면)",
    "사람 ?살려",
    "(?:^|제발 ?|빨리 ?|저 ?좀 ?|우리 ?|저희 ?|사람 ?)구해 ?(?:주세요|줘|주십)",
    "가슴이? ?(?:너무 ?|많이 ?)?(?:아파|아프|답답|조여)",
    "(?:뱀|벌|개|멧돼지|곰)(?:에게?|한테)? ?(?:물렸|쏘였|물려|습격|공격)",
    "(?:버스|차|배|보트)[가이]? ?(?:전복|뒤집|침몰|가라앉)",
    "경찰을? ?(?:좀 ?)?(?:불러|에 ?신고)",
)
KO_HARMLESS = (
    "(?:구조|도움)[는은]? ?필요 ?(?:없|하지 ?않)",
    "구조(?:물|대 ?전화|를 보여)",
    "(?:안|하나도 안) ?다쳤",
    f"(?:작년|재작년|예전|옛날|지난 ?[해달주]|[년달] ?전)[^.!?]{{0,12}}{_KO_HURT}",
    "응급(?:실|처치|키트)",
    "긴급 ?(?:전화|연락처|출구)",
    "미아 ?(?:보호소|방지)",
    "(?:예방|훈련|보험|영화)[^.!?]{0,6}",
)
