r"""The words of people in danger in five languages, and the same words where nobody is.

Three kinds of pattern, made into expressions by `hub.rescue`:

- `CORE`: cries for help; only an outright "no need to" before them takes them back.
- `DANGER`: things that happen to people; "if", "no", "how to prevent", "drill" around them take them back.
- `HARMLESS`: names and sayings that contain such words (救生衣, 遇难同胞纪念馆, emergency exit, 迷子センター).

Rules: a missed cry is worse than a false alarm, so where a sentence can be read both ways it is one. Chinese is
written simplified, traditional is matched too. Each Chinese group stands under the characters of which a match must
contain one, so that a message without them costs nothing. Patterns see NFKC, lower case and straight apostrophes.
"""

import re

_STOP = r"，。！？；,.!?;\n"
_KIN = (
    "(?:孩子|小孩|小朋友|娃|宝宝|婴儿|儿子|女儿|老人|老伴|爸|妈|父亲|母亲|爷爷|奶奶|外公|外婆|老婆|老公|妻子|丈夫|朋友"
    "|同伴|队友|同学|同事|弟弟|妹妹|哥哥|姐姐|驴友|游客|家人)"
)
_SUDDENLY = (
    "们?(?:突然|忽然|好像|刚才|刚刚|一个人|自己|不小心|也|都|走|跑|给|被人"
    rf"|在[^{_STOP}的包机证帽鞋票具表钱卡]{{1,6}})*"
)
_THINGS = "(?:手机|相机|钱包|包|眼镜|墨镜|帽子|钥匙|无人机|耳机|证件?|东西|行李|手表|戒指|鞋子?|卡|自拍杆|水杯)"
_WILDS = "(?:山|林|谷|沙漠|戈壁|草原|野外|夜|天黑|洞|雪|徒步)"

ZH_CORE: dict[str, tuple[str, ...]] = {
    "救": (
        "救命",
        "救救",
        "求救",
        "快(?:点|些|速)?(?:来|去)?人?救",
        "来救(?:我|人|命|他|她|一下|援)",
        "救我(?!的|过)",
        "救助要请",
        r"救人(?=[啊呀吧!。,，\s]|$|要紧)",
    ),
    "援助救": (
        "(?:请求|紧急|急需|等待|呼叫|需要|申请)(?:紧急|马上|立即|立刻|你们的?)?"
        "(?:救援|救助|支援|求助|求援|急救|抢救|救护)",
    ),
    "急": ("情况(?:十分|非常|很|特别)?(?:紧急|危急)", "十万火急", "紧急事态"),
    "命": ("人命关天", "出人命"),
    "活": ("不想活", "活不下去"),
}

ZH_DANGER: dict[str, tuple[str, ...]] = {
    "困": ("被困(?![扰惑])", "困住"),
    "困卡吊关停悬挂": (
        f"(?:困|卡|吊|关)在了?[^{_STOP}]{{0,8}}(?:电梯|缆车|索道|半空|半山|山上|山里|山顶|山洞|悬崖|崖|岛上|洞里|水里"
        "|车里|孤岛|高空|礁石|里面|屋顶|房顶|树上|过山车|摩天轮|雪地|沙漠|峡谷)",
        "(?:停|悬|挂)在了?(?:半空|空中|高空|悬崖)",
    ),
    "被": (
        "被(?:石头|落石|大树|树|车|雪)?(?:压住|压在|埋)",
        f"被[^{_STOP}的]{{0,4}}(?:冲走|卷走|冲下|淹)",
        f"被(?!蚊|虫|小虫)[^{_STOP}的]{{1,4}}(?:咬|蜇)(?:伤|了|到)",
        "被(?:野猪|熊|狼|豹|老虎|马蜂|毒蜂)(?:攻击|袭击|追|围)",
        "被(?:人)?(?:绑架|劫持|抢劫|打劫|打伤|殴打|围殴|砍(?!价)|捅|强奸|性侵|猥亵|跟踪|拐)",
        "被人打",
    ),
    "险": ("遇险", "生命危险", f"(?:我|我们|他|她|他们|{_KIN})(?:现在)?有危险(?!吗|么)"),
    "难": ("遇难", r"遭难(?=[了中!。,\s]|$)"),
    "溺淹": ("溺水", "淹死"),
    "落": ("落水", "落海"),
    "掉": (
        "掉(?:进|到|下|入|落)?了?(?:一个)?(?:水里|水中|河里|湖里|海里|江里|池里|池子里|井里|坑里|沟里|悬崖|山崖|山沟"
        "|山下|冰窟|河|湖|海)",
    ),
    "坠滚": ("坠(?:崖|楼|河|江|海|谷|马|入|下)", "滚(?:下|落)了?(?:山|坡|悬崖|楼|台阶)"),
    "摔跌": (
        "[摔跌](?:下|落|到|进|入)了?(?:去|来|山|悬崖|崖|楼|沟|谷|坑|台阶|马)",
        "摔(?:伤|断|晕|昏|骨折|破了?头|得?动不了)",
    ),
    "骨断": ("(?<!打)骨折了", "(?:腿|胳膊|手臂)断了"),
    "伤": ("受了?重?伤(?:了|严重|很重)", "(?:有人|有游客)受了?重?伤", "重伤"),
    "血": (
        "流了?(?:好多|很多|大量)血",
        "大出血",
        "(?:出血|流血|血流)不止",
        "一直在?[流出]血",
        "脑(?:溢血|出血)",
    ),
    "昏晕休": ("昏迷", "[昏晕](?:倒|过去)", "休克"),
    "识醒": ("(?:失去|没有?了?)意识", "意识不明"),
    "省": ("不省人事",),
    "吸跳喘": (
        "没有?了?(?:呼吸|心跳)",
        "呼吸(?:很|非常|十分|特别|越来越)?(?:困难|不了|不上来|不过来|急促)",
        "喘不(?:上|过)来?气",
    ),
    "心脑抽沫": ("心脏病(?:发|犯|突发)", "心脏(?:骤停|停)", "心肌?梗", "脑梗", "抽搐", "口吐白沫"),
    "窒噎": ("(?<!到)(?<!人)窒息", "噎(?:住|到)"),
    "风": ("中风了",),
    "毒": ("(?:食物|煤气|一氧化碳|集体)中毒", f"(?:人|{_KIN})[^{_STOP}的]{{0,3}}中毒"),
    "暑温": (f"中暑(?=[^{_STOP}]{{0,4}}[倒昏晕吐严])", "失温"),
    "咬": ("蛇咬",),
    "行": (f"{_KIN}[^{_STOP}的]{{0,4}}快?要?不行了", "行方不明"),
    "死": ("死人了", "有人[要快]?死了?", "(?:我|真的?|好)想死(?!你)"),
    "丢失": ("走(?:丢|失)", "失踪", "失联"),
    "见丢影找系抱拐带": (
        f"{_KIN}{_SUDDENLY}(?:不见了|丢了|没影了|找不到了?|联系不上|失去联系|被(?:抱走|拐|带走))",
        f"找不到(?:我的?|我们的?)?(?:孩子|小孩|儿子|女儿|老人|爸爸|妈妈|娃)(?=[{_STOP}了啊]|$)",
    ),
    "迷": (f"{_WILDS}[^{_STOP}]{{0,12}}迷了?路", f"迷了?路[^。！？!?]{{0,12}}(?:{_WILDS}|没有?信号)"),
    "下出": ("下不了山", "下不来了", "出不[来去]了"),
    "火烟": ("[着著起失]火", "火灾", "山火", "浓烟"),
    "炸": ("发生了?爆炸", "(?<!到)爆炸了"),
    "遇碰发遭": (
        "(?:遇到|遇上|碰到|碰上|发生|遭遇)了"
        "(?:山洪|泥石流|山?体?滑坡|塌方|雪崩|地震|洪水|海啸|落石|龙卷风|车祸|事故|意外)",
    ),
    "洪泥滑塌崩震": ("(?:山洪|泥石流|滑坡|塌方|雪崩|洪水)(?:来|暴发|爆发|冲)", "地震了"),
    "祸翻船撞轧": (
        "(?:出|发生)了?车祸",
        f"(?:大巴|客车|车子|车辆|面包车|旅游车|我们|汽车)[^{_STOP}]{{0,3}}翻(?:了|车)",
        "翻船",
        f"船[^{_STOP}]{{0,2}}(?:翻|沉|进水|漏水)",
        "[撞轧](?:车了|船了|到人|伤)",
    ),
    "事": ("出大?事(?:故)?了",),
    "杀砍刀枪袭劫绑质": (
        "杀人",
        "砍人",
        "持刀",
        "拿着?刀",
        "枪声",
        "恐怖袭击",
        "(?:绑架|劫持)了",
        "人质",
        "自杀",
    ),
    "轻跳": ("轻生", f"(?:要|想|有人|准备|他|她)[^{_STOP}]{{0,3}}跳[楼河江海桥崖](?!机|价)"),
    "护援直消搜": (f"(?:叫|派|来|要|需要|快)[^{_STOP}]{{0,3}}(?:救护车|救援队|直升机来|消防员|搜救)",),
    "反": (f"高原?反应?[^{_STOP}]{{0,4}}(?:很严重|太严重|严重了|厉害|昏|晕倒|吐)(?!吗|么|的话)",),
    "住": ("快要?[撑坚挺]持?不住了",),
}

ZH_HARMLESS = (
    "救命(?:恩人|稻草|之恩)",
    rf"救命[啊呀,，!\s]*[^{_STOP}]{{0,6}}(?:太|好|绝了)[^{_STOP}]{{0,2}}(?:美|好看|好吃|好笑|可爱|香|搞笑|漂亮|帅|上头)",
    "救生(?:衣|圈|员|艇|筏)",
    "急救(?:站|点|箱|包|中心|室|药|员)",
    "跳楼(?:机|价)",
    "落水(?:洞|村|管|潭)",
    "遇难(?:同胞|者)",
    "火灾(?:报警|警报|隐患|险)",
    f"{_THINGS}[^{_STOP}]{{0,4}}[掉落摔丢][^{_STOP}]{{0,5}}[里中下海河湖山沟谷]",
    f"(?:签证|结果|证|票|钱|验证码|页面|房卡)[^{_STOP}]{{0,4}}出不[来去]了",
    f"[^{_STOP}]{{0,8}}(?:摔|受|骨折|中毒)[^{_STOP}]{{0,6}}(?:保险|理赔|报销|赔吗|赔不赔|赔偿吗)",
    f"(?:剧本|密室)[^{_STOP}]{{0,4}}杀人",
    f"美[^{_STOP}]{{0,4}}窒息",
)
ZH_NO_NEED = "(?:不(?=需要)|不是|并非|不需要?|不用|无需|无须|不必|用不着)(?:再|你们?|人|什么|紧急)?"
"Before a cry of `CORE`: it is taken back. (没有人来救 is none of them.)"
ZH_UNREAL = (
    "(?:没有?|无|未|并未|不是|不会|防止?|预防|避免|谨防|以免|免得|警惕|远离|如果|假如|假设|万一|要是|倘若|一旦)"
    "(?:人员?|游客|被|有人|我们?|你们?|孩子们?|小孩|老人|再|出现|发生|遇到|什么|任何|真的|不小心|在[^，。,.]{1,5}里?)*"
)
"Before a danger: it has not happened."
ZH_DOUBTED = f"(?:会不会|会|容易|不容易|怕|害怕|担心|经常|常常|去年|曾经?|历史上|新闻|电影|小说)[^{_STOP}]{{0,4}}"
"Before a danger that is not followed by 了: it is only feared, or told of."
ZH_TAUGHT = (
    "的?(?:自救|救援|急救|逃生|应急)*"
    "(?:演练|演习|培训|知识|课程?|纪念|指南|手册|须知|预案|常识|讲座|遗址|表演|展览|电影)"
)
"After a danger: it is a lesson or a show."

EN_STEMS = re.findall(
    r"\S+",
    """
    help sos s.o.s mayday jiu save rescue ambulance police emergenc kill suicid die live trapped stranded stuck
    drown fell fall slipped overboard breath heart cardiac stroke seizure choking anaphyla conscious passed collapsed
    faint responding bleed blood hurt injured broke snake bitten poison missing lost gone went find kidnap being
    attacked robbed raped stabbed shot assaulted mugged hostage gun knife fire leak burning landslide avalanche mudslide
    flood earthquake tsunami rip sinking sunk capsize overturned flipped crash rolled accident dying threatening danger
    disappeared
    """,
)
"One of these stands in whatever the English patterns match."

_A = "(?:the |a |an )?"
EN_CORE = (
    r"s\.?o\.?s\b(?! ?(?:button|key|app|function|bar|cafe|hotel))",
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
    r"emergenc(?:y|ies)\b",
    r"(?:kill myself|suicid\w*|want to die|don'?t want to live)\b",
)
EN_DANGER = (
    r"trapped\b(?! into)",
    rf"stranded (?:on|in|at) {_A}(?:\w+ )?(?:mountain|island|cliff|cave|boat|sea|river|forest|snow|desert|trail"
    r"|cable car|peak)",
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
    r"(?:is|am|are|'m|'re) dying\b(?! to| for)|life[- ]threatening|(?:am|are|is|'m|'re|'s) in danger\b",
)
EN_HARMLESS = (
    r"emergenc(?:y|ies) (?:exits?|contacts?|numbers?|phone|calls?|kits?|doors?|lanes?|stairs?|stairway|staircase|button"
    r"|passports?|visas?|loan|fund|services? number|plan|procedures?|hotline|telephone|travel document|brake|lights?)",
    r"(?:in case of|in the event of|in an|for|during|not an?|no|isn'?t an?|what if there(?:'s| is) an?) "
    r"(?:\w+ )?emergenc(?:y|ies)",
    r"non-?emergency",
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

JA = (
    "(?:助|たす)けて",
    "救助(?:して|要請|を(?:お願|呼|要請|求)|が必要|お願い)",
    "遭難(?:し(?!ない|たら|た場合|ないよ)|中)",
    "(?:溺|おぼ)れ(?:て|た(?!ら)|そう|ま)",
    "閉じ込められ(?!たら|た場合|ない)",
    "(?:岩|雪|瓦礫|車|落石)の?(?:下)?に?挟まれ",
    "動け(?:ない|ません|なく)",
    "緊急(?:事態|です|なんです|搬送)",
    "救急車を?(?:呼|お願|頼|要)",
    "(?:意識|呼吸|脈)(?:が|も)?(?:ない|ありません|なく|不明|戻らない)",
    "息(?:が|を)?(?:できない|できません|していない|してない|していません|苦しい)",
    "呼吸(?:ができ|が苦し|困難)",
    "(?:血|出血)(?:が|も)?(?:止まら|ひど|たくさん|大量)",
    "(?:子供|子ども|こども|息子|娘|母|父|友達|友人)が(?:迷子|いなく|見つか[らり]|行方)",
    "行方不明(?!者数)",
    "迷子に(?:なっ|なり)",
    "(?:山|森|夜|雪)[^。、]{0,8}(?:道に迷|迷っ)",
    "事故(?:に(?:遭|あ)|が起き|が起こ|です)",
    "火事(?:です|だ|が|!)",
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
    "(?:助|たす)けて(?:くれて|いただ|もらって|下さって|くださって)[^。]{0,12}(?:ありがと|有難|感謝|嬉し)",
    "迷子(?:センター|案内|札|防止)",
    "緊急(?:連絡先|出口|時|電話|避難場所)",
    "救助(?:犬|訓練|隊員の)",
    "(?:救助|救急車|助け)(?:は|も)?(?:不要|必要ありません|必要ない|いりません|要りません)",
    "(?:遭難|事故|火事|迷子|溺れ|怪我|けが)[^。]{0,4}(?:防止|予防|訓練|対策|保険|しないように|ないように)",
)

KO = (
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
    "[산숲밤눈][^.!?]{0,8}길을 ?잃",
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
)
KO_HARMLESS = (
    "(?:구조|도움)[는은]? ?필요 ?(?:없|하지 ?않)",
    "구조(?:물|대 ?전화|를 보여)",
    "(?:안|하나도 안) ?다쳤",
    "응급(?:실|처치|키트)",
    "긴급 ?(?:전화|연락처|출구)",
    "미아 ?(?:보호소|방지)",
    "(?:예방|훈련|보험|영화)[^.!?]{0,6}",
)
