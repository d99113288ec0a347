"""Words by which people complain, are angry, or say what their business is: Chinese, English, Japanese, Korean.

Rules: patterns are compared in the folded form (`hub.script.fold`: simplified, lower case), so one row serves both
Chinese scripts and no upper-case escape is used. A row of HARMLESS is taken out of a text before the rest is looked
for. These words only order work and fill in a form; whether somebody is in danger is asked elsewhere
(`hub.rescue_words`).
"""

COMPLAINT = (
    "投诉|举报|维权|申诉|讨个?说法|要求?赔偿|赔偿我|赔我",
    "(?:被|给)(?:你们?|他们|导游|司机|商家|酒店|店家)?(?:宰|坑|骗|忽悠)",
    "宰客|欺诈|诈骗|欺骗|强(?:制|迫)(?:购物|消费|买)|乱收费|多收(?:了)?(?:我)?(?:钱|费)|虚假宣传|货不对板",
    "态度(?:太|很|非常|极其|真|这么|特别|十分)?(?:差|恶劣|不好|糟糕)|服务(?:太|很|真|非常)?(?:差|糟糕)",
    "(?:不给|不肯|不予|拒绝|拒不|不)(?:我)?(?:退款|退钱|退票)|黑(?:导游|店|车|心)",
    r"\bcomplain(?:t|ts|ed|ing)?\b|\bcheated\b|\bscam(?:med)?\b|\bripped (?:me |us )?off\b|\bovercharged\b|\bfraud\b",
    r"\brefus(?:e|ed|es|ing) (?:to )?(?:a )?refund\b|\bforced (?:me |us )?(?:to (?:buy|shop)|shopping)\b",
    r"\b(?:rude|terrible|awful|horrible|bad) (?:service|guide|staff|driver|hotel)\b|\b(?:demand|want) compensation\b",
    "苦情|クレーム|ぼったくり|騙され|だまされ|詐欺|返金(?:して|を)?(?:くれな|もらえな|拒否)|態度が(?:悪|ひど)|買わされ",
    "불만|항의|민원|바가지|사기(?:를)? ?당|속았|환불(?:을)? ?(?:거부|안 ?해|못 ?받)|강제 ?(?:쇼핑|구매)",
    "불친절|신고하(?:고|겠|려)",
)
ANGER = (
    "气死|太过分|欺人太甚|忍无可忍|气愤|愤怒|火大|生气|恼火|无耻|王八蛋|他妈|妈的|傻[逼x]|滚(?:蛋|开)|去死|混蛋|废物|骗子",
    "垃圾(?:服务|平台|客服|热线|公司|旅行社|酒店)|曝光|找(?:记者|媒体)|起诉|律师函|打官司|太让人失望|非常失望|!{3,}",
    r"\b(?:fuck\w*|shit\w*|bullshit|outrageous|unacceptable|disgusting|disgrace\w*|furious|angry|ridiculous)\b",
    r"\bworst (?:service|experience|hotline|company|trip|hotel)\b|\b(?:sue|suing) you\b|\bmy lawyer\b",
    r"\bso disappointed\b",
    "ふざけ(?:る|ん|な)|最悪|馬鹿に|バカに|許せない|腹が立|頭に来|いい加減に(?:して|しろ)|怒って(?:い)?ます|がっかり",
    "화가 ?나|화났|짜증|최악|어이없|열받|사기꾼|쓰레기 ?같|분노|실망",
)
BOOKING = (
    "预订|预定|订(?:票|房|酒店|门票|车|餐)|预约|改签|退票|退订|退房|改期|取消(?:订单|行程)|买票|购票",
    r"\b(?:book|booked|booking|bookings)\b|\breserv(?:e|ed|ation|ations)\b|\bre-?schedul\w+\b"
    r"|\bcancel (?:my|our|the) (?:tour|trip|order|tickets?|room)\b|\bbuy (?:a |the )?tickets?\b",
    "予約|キャンセル|チケットを(?:買|取)",
    "예약|예매|취소하(?:고|려)",
)
REPAIR = (
    "报修|(?:设施|设备|电梯|路灯|厕所|栏杆|护栏|闸机|自助机|缆车)[^。,!?]{0,6}(?:坏|损坏|故障|失灵|不能用)",
    r"\bout of order\b|\b(?:lift|elevator|machine|toilet|gate|railing|light) is (?:broken|not working)\b",
    "故障して|壊れてい",
    "고장",
)
SUGGESTION = (
    "(?:提|给)(?:你们)?(?:个|点|一条|一个)?(?:建议|意见)|建议(?:你们|贵|增加|改进|改善|设置|开通)",
    r"\b(?:a|my|one) suggestion\b|\bi (?:would )?suggest (?:you|that you|adding)\b",
    "提案(?:が|したい)|要望(?:が|です)",
    "건의|제안(?:하고|드리)",
)
HARMLESS = (
    "(?:没有?|不是|不想|并非|无)(?:要)?(?:投诉|举报|生气)|(?:别|不要|没|不)生气|被骗怎么办",
    "(?:怎么|如何|怎样)(?:才能)?(?:避免|防止|不)被?(?:宰|坑|骗)",
    "防(?:诈骗|骗)|指南书",
    r"\bno complaints?\b|\bnot (?:a complaint|complaining|angry)\b|\bguide ?book\b",
    r"\b(?:avoid|avoiding) (?:being |getting )?(?:scam\w*|cheated)\b",
    "苦情では|クレームでは|怒っていません",
    "불만(?:은|이)? ?(?:없|아니)|화(?:가)? ?나지 ?않",
)
